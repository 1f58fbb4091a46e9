import { availableParallelism } from 'node:os';
import { type JobRunner, type JobsContext, jobCost, type ResolvedStudy, type StartedJob } from '@reluctant/study';
import type { IdleThreads } from '../threads/idle-threads.js';
import { WorkerPool } from '../threads/worker-pool.js';

/** Runs the jobs of one study: on the threads of this process, or through a queue. */
export interface StudyRunner extends JobRunner {
  /** Number of threads that take jobs, as far as it is known. */
  readonly workers: number;
  /** Passes on the configuration and the data. Call it before `run`. */
  setContext(context: JobsContext): void;
}

/** A study whose jobs are to be run. */
export interface RunnerRequest {
  readonly study: ResolvedStudy;
  /** The run directory. */
  readonly out: string;
  /** The jobs, or those of them that are missing. */
  readonly jobs: readonly StartedJob[];
}

/** Starts the runner of a study. */
export type StartRunner = (request: RunnerRequest) => Promise<StudyRunner>;

/**
 * Runs jobs on threads of this process.
 *
 * @param most - largest number of threads. Default: the number of cores, which is always the most
 */
export function onThreads(threads: IdleThreads, most: number = Number.POSITIVE_INFINITY): StartRunner {
  return async ({ study: { config }, jobs }) => {
    const workers = Math.max(1, Math.min(most, availableParallelism(), jobs.length));
    return new WorkerPool({ workers, cost: (job) => jobCost(config, job), threads });
  };
}
