import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProgramOptions, type ProgramResult, runProgram, scratchDirectory } from '@reluctant/testing';

/** Result of a run of the built command line. */
export type CliResult = ProgramResult;

const main = new URL('../../dist/main.js', import.meta.url);

/** Options of {@link runBuiltCli}. */
export type CliOptions = Omit<ProgramOptions, 'cwd'>;

/** Runs `node dist/main.js` in a directory, its output in pipes. */
export function runBuiltCli(cwd: string, args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return runProgram(main, args, { cwd, ...options });
}

/**
 * The content of a run directory that must not depend on threads or interruptions: rows without wall times, and whole
 * files.
 */
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
