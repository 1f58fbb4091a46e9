import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProgramResult, runProgram, scratchDirectory } from '@reluctant/testing';

/** What a run of the built command line left behind. */
export type CliResult = ProgramResult;

const main = new URL('../../dist/main.js', import.meta.url);

/**
 * Runs `node dist/main.js` in a directory, its output in pipes.
 *
 * @param onStderr - sees the process whenever it says something on stderr
 */
export function runBuiltCli(
  cwd: string,
  args: readonly string[],
  onStderr?: (process: ChildProcess, text: string) => void,
  env?: Readonly<Record<string, string>>,
): Promise<CliResult> {
  return runProgram(main, args, { cwd, ...(onStderr && { onStderr }), ...(env && { env }) });
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

export { scratchDirectory };
