import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a run of a program left behind. */
export interface ProgramResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a program. */
export interface ProgramOptions {
  readonly cwd: string;
  /** Sees the process whenever it says something on stderr, and all that it said. */
  readonly onStderr?: (process: ChildProcess, text: string) => void;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that never ends is killed after so many milliseconds, before the test that waits for it is given up. */
const safetyNet = 240_000;

/**
 * Runs a program of Node in a process of its own, its output in pipes.
 *
 * @param main - its file, e.g. `new URL('../../dist/main.js', import.meta.url)`
 */
export function runProgram(
  main: URL,
  args: readonly string[],
  { cwd, onStderr, env }: ProgramOptions,
): Promise<ProgramResult> {
  const child = spawn(process.execPath, [fileURLToPath(main), ...args], {
    cwd,
    env: { ...process.env, ...env },
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
