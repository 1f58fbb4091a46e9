import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a run of the built command line left behind. */
export interface CliResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/**
 * Runs `node dist/main.js` in a directory, its output in pipes.
 *
 * @param onStderr - sees the process whenever it says something on stderr
 */
export function runBuiltCli(
  cwd: string,
  args: readonly string[],
  onStderr: (process: ChildProcess, text: string) => void = () => undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [main, ...args], { cwd, env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr(child, stderr);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Everything of a run directory that must not depend on how the study was run: rows without wall times, and whole files. */
export function lastingContent(directory: string): Record<string, unknown> {
  const text = (name: string): string => readFileSync(join(directory, name), 'utf8');
  const checkpoints = readdirSync(join(directory, 'checkpoints')).sort();
  const rows = text('metrics.jsonl').replace(/,"wall_ms":[^,}]+/g, '');
  return {
    rows: rows.split('\n').sort(),
    config: text('config.json'),
    summary: text('summary.json'),
    checkpoints: checkpoints.map((name) => [
      name,
      readFileSync(join(directory, 'checkpoints', name)).toString('base64'),
    ]),
  };
}

/** An empty directory for the tests of one file, and how to remove it. */
export function scratchDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'reluctant-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
