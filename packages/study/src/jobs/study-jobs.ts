import type { StudyJob } from './job.js';

/** All jobs of a study, runs outermost, so that a study that is stopped early has as many runs of each strategy. */
export function studyJobs(config: {
  readonly n_runs: number;
  readonly strategies: readonly { readonly name: string }[];
}): StudyJob[] {
  return Array.from({ length: config.n_runs }, (_, run) =>
    config.strategies.map(({ name }): StudyJob => ({ strategy: name, run })),
  ).flat();
}
