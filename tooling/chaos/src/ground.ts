import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RandomState } from '@reluctant/random';
import { preloading, runInShell, runsProcess, scratchDirectory } from '@reluctant/testing';
import { TrialFailure } from './trial-failure.js';

/** Name of a built command line. */
export type ProgramName = 'reluctant' | 'reluctant-sparse';

/** The built command lines. */
export const programs: Readonly<Record<ProgramName, URL>> = {
  reluctant: new URL('../../../apps/cli/dist/main.js', import.meta.url),
  'reluctant-sparse': new URL('../../../apps/sparse-inference/dist/main.js', import.meta.url),
};

/** How a program ended. */
export interface Ended {
  /** What was run. */
  readonly command: string;
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Variable that the processes of a trial inherit, by which they are found. */
const markName = 'RELUCTANT_CHAOS_TRIAL';

/**
 * The drawing process has a lower priority than training and waits for all other work of a busy machine. Trials leave
 * its priority as it is.
 */
const equalPriority = preloading(`
  import os from 'node:os';
  import { syncBuiltinESMExports } from 'node:module';
  os.setPriority = () => undefined;
  syncBuiltinESMExports();`);

/** Longest time that children may live after their parent, in milliseconds; generous, as the machine may be busy. */
const longestAfterlife = 30_000;

/** The place of one trial: an empty directory, a mark on its processes, and its random numbers. */
export class Ground {
  readonly path: string;
  readonly random: RandomState;
  readonly #mark: string = randomUUID();
  readonly #remove: () => void;
  readonly #started: ChildProcess[] = [];

  constructor(random: RandomState) {
    const scratch = scratchDirectory();
    this.path = scratch.path;
    this.random = random;
    this.#remove = () => scratch.remove();
  }

  /** Starts a program in the directory, its output in pipes. */
  start(program: ProgramName, args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
    const child = spawn(process.execPath, [fileURLToPath(programs[program]), ...args], {
      cwd: this.path,
      env: { ...process.env, ...this.#environment(env) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#started.push(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) =>
        resolve({ command: `${program} ${args.join(' ')}`, code, signal, stdout, stderr }),
      );
    });
    return { child, ended };
  }

  /** Runs a program to its end. */
  run(program: ProgramName, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(program, args, env).ended;
  }

  /** Runs a line of the shell, in which `program` is one of the programs. */
  async shell(program: ProgramName, line: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const ended = await runInShell(programs[program], line, {
      cwd: this.path,
      env: this.#environment(env),
    });
    return { command: line.replaceAll('program', program), signal: null, ...ended };
  }

  /** A random number of milliseconds up to a number of seconds. */
  async wait(seconds: number): Promise<void> {
    await sleep(1000 * this.random.uniform(0, seconds));
  }

  /** Resolves once no process of the trial is left. @throws TrialFailure when one stays */
  async quiet(): Promise<void> {
    const end = Date.now() + longestAfterlife;
    for (let left = this.#processes(); left.length > 0; left = this.#processes()) {
      if (Date.now() > end) throw new TrialFailure(`a process is left: ${left.map(commandOf).join('; ')}`);
      await sleep(20);
    }
  }

  /** Ends what still runs and removes the directory. */
  clear(): void {
    for (const child of this.#started) if (child.exitCode === null) child.kill('SIGKILL');
    for (const pid of this.#processes()) process.kill(pid, 'SIGKILL');
    this.#remove();
  }

  /** Variables of the processes of the trial. */
  #environment(env: Readonly<Record<string, string>>): Record<string, string> {
    const options = [equalPriority.NODE_OPTIONS, env.NODE_OPTIONS].filter((text) => text !== undefined);
    return { ...env, NODE_OPTIONS: options.join(' '), [markName]: this.#mark };
  }

  /** The processes with the mark of this trial in their environment. */
  #processes(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => readProcess(pid, 'environ').includes(`${markName}=${this.#mark}`) && runsProcess(pid));
  }
}

function readProcess(pid: number, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(join('/proc', String(pid), file), 'utf8');
  } catch {
    // It has ended, or belongs to another user.
    return '';
  }
}

function commandOf(pid: number): string {
  return readProcess(pid, 'cmdline').replaceAll('\0', ' ').trim();
}
