import { availableParallelism, cpus, platform, release } from 'node:os';
import type { StudyConfig } from '@reluctant/study';
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
  /** ISO 8601. */
  readonly started_at: string;
}

/** Describes the machine, the runtime and the state of the code. */
export function readEnvironment(
  config: StudyConfig,
  workers: number,
  versions: Readonly<Record<string, string>>,
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
    started_at: new Date().toISOString(),
  };
}
