import type { ResolvedStudy } from '../config/resolve-study.js';
import { jobCost } from '../jobs/job-cost.js';

/** Estimated cost of a plan. */
export interface PlanEstimate {
  readonly studies: number;
  readonly runs: number;
  /** Number of worker threads. */
  readonly workers: number;
  /** Wall-clock seconds, within a factor of two on most machines. */
  readonly seconds: number;
}

/** Seconds to start threads and to summarise, for each study. */
const perStudy = 0.4;

/** Seconds to make one number of a data set and to read it into a kernel's memory. */
const perFeature = 60e-9;

/** A study of an estimate. */
export interface EstimatedStudy extends Pick<ResolvedStudy, 'config'> {
  /** Runs of all strategies that are finished already. Default 0. */
  readonly done?: number;
}

/**
 * Estimates the time of studies from the costs by which jobs are grouped. Nothing is measured, so the estimate is
 * immediate and deterministic.
 *
 * @param workers - largest number of threads
 */
export function estimateSeconds(studies: readonly EstimatedStudy[], workers: number): PlanEstimate {
  let runs = 0;
  let seconds = 0;
  for (const { config, done = 0 } of studies) {
    const { n_runs, strategies, data_seeds, n_samples, n_features } = config;
    const own = strategies.reduce((sum, strategy) => sum + jobCost(config, { strategy: strategy.name, run: 0 }), 0);
    const missing = Math.max(0, n_runs * strategies.length - done);
    runs += missing;
    seconds += perStudy + data_seeds * n_samples * n_features * perFeature;
    seconds += (missing * own) / strategies.length / 1e6 / Math.max(1, Math.min(workers, missing));
  }
  return { studies: studies.length, runs, workers, seconds };
}
