import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** The machine and the commit of a benchmark; part of every result file. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  /** Commit of the working tree, with `-dirty` if it holds uncommitted changes; `unknown` outside a checkout. */
  readonly commit: string;
  /** ISO date of the measurement. */
  readonly date: string;
}

/** Describes this machine and this state of the code. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    commit: describeCommit(),
    date: new Date().toISOString().slice(0, 10),
  };
}

function describeCommit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    // Changed result files do not count, as benchmarks write them.
    const changed = git('status', '--porcelain', '--', ':/', ':(exclude,top)tooling/benchmarks/results').trim();
    return git('rev-parse', '--short=12', 'HEAD').trim() + (changed === '' ? '' : '-dirty');
  } catch {
    return 'unknown';
  }
}
