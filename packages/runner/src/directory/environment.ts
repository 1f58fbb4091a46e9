import { availableParallelism, cpus, platform, release } from 'node:os';
import { resolve } from 'node:path';
import type { StudyConfig, StudySettings } from '@reluctant/study';
import { gitCommit } from './git-commit.js';

/** What `environment.json` holds: the origin of results. It does not affect them. */
export interface Environment {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly workers: number;
  /** Packages and their versions. */
  readonly versions: Readonly<Record<string, string>>;
  readonly engines: StudyConfig['engines'];
  /** Commit of the repository of the working directory; null outside of a repository. */
  readonly git_commit: string | null;
  readonly seed: number;
  readonly data_seed: number;
  /** Absolute paths of the table that the study learned from; a resume reads it there. Absent for made data. */
  readonly data?: readonly string[];
  /** The query in place of files. */
  readonly query?: string;
  /** ISO 8601. */
  readonly started_at: string;
}

/** Describes the machine, the runtime and the state of the code. */
export function readEnvironment(
  config: StudyConfig,
  workers: number,
  versions: Readonly<Record<string, string>>,
  { data, query }: Pick<StudySettings, 'data' | 'query'> = {},
): Environment {
  return {
    node: process.version,
    platform: `${platform()} ${release()} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    workers,
    versions,
    engines: config.engines,
    git_commit: gitCommit(process.cwd()),
    seed: config.seed,
    data_seed: config.data_seed,
    ...(data !== undefined && { data: data.map((file) => resolve(file)) }),
    ...(query !== undefined && { query }),
    started_at: new Date().toISOString(),
  };
}
