import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Result of a run of a program. */
export interface ProgramResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link runProgram}. */
export interface ProgramOptions {
  readonly cwd: string;
  /** Called with the process and all of its stderr so far whenever it writes to stderr. */
  readonly onStderr?: (process: ChildProcess, text: string) => void;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** True to pass on none of the variables of this process but `PATH`. */
  readonly ownEnv?: boolean;
}

/** A program that does not end is killed after this many milliseconds, before the test times out. */
const safetyNet = 240_000;

/**
 * Runs a program of Node in a process of its own, its output in pipes.
 *
 * @param main - its file, e.g. `new URL('../../dist/main.js', import.meta.url)`
 */
export function runProgram(main: URL, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  return run(process.execPath, [fileURLToPath(main), ...args], options);
}

/**
 * Runs a program of Node by a line of the shell, such as `program --help 2>&1 | head -1`.
 *
 * @param main - its file; the line calls it `program`
 */
export function runInShell(main: URL, line: string, options: ProgramOptions): Promise<ProgramResult> {
  const env = { ...options.env, NODE: process.execPath, MAIN: fileURLToPath(main) };
  return run('sh', ['-c', `program() { "$NODE" "$MAIN" "$@"; }\n${line}`], { ...options, env });
}

function run(
  command: string,
  args: readonly string[],
  { cwd, onStderr, env, ownEnv = false }: ProgramOptions,
): Promise<ProgramResult> {
  const child = spawn(command, args, {
    cwd,
    env: { ...(ownEnv ? { PATH: process.env.PATH } : process.env), ...env },
    timeout: safetyNet,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(child, stderr);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** An empty directory for the tests of one file, and how to remove it. */
export function scratchDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'reluctant-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
