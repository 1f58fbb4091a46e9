import { execFile } from 'node:child_process';
import { availableParallelism, cpus, platform, release } from 'node:os';
import { promisify } from 'node:util';
import type { StudyConfig } from '../config/study-config.js';

/** What `environment.json` holds: where results came from. Nothing in it changes them. */
export interface Environment {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly workers: number;
  /** Packages and their versions. */
  readonly versions: Readonly<Record<string, string>>;
  readonly engines: StudyConfig['engines'];
  /** Commit of the repository that the command ran in; null outside of one. */
  readonly git_commit: string | null;
  readonly seed: number;
  readonly data_seed: number;
  /** ISO 8601. */
  readonly started_at: string;
}

/** Looks around. `git` is asked without waiting for anything else; its absence is no error. */
export async function readEnvironment(
  config: StudyConfig,
  workers: number,
  versions: Readonly<Record<string, string>>,
): Promise<Environment> {
  const commit = await promisify(execFile)('git', ['rev-parse', 'HEAD']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
  return {
    node: process.version,
    platform: `${platform()} ${release()} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    workers,
    versions,
    engines: config.engines,
    git_commit: commit,
    seed: config.seed,
    data_seed: config.data_seed,
    started_at: new Date().toISOString(),
  };
}
