import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProgramOptions, type ProgramResult, runProgram, scratchDirectory } from '@reluctant/testing';

/** What a run of the built command line left behind. */
export type CliResult = ProgramResult;

const main = new URL('../../dist/main.js', import.meta.url);

/** How to run it. */
export type CliOptions = Omit<ProgramOptions, 'cwd'>;

/** Runs `node dist/main.js` in a directory, its output in pipes. */
export function runBuiltCli(cwd: string, args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return runProgram(main, args, { cwd, ...options });
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
