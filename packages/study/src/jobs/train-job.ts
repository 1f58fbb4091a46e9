import { encodeCheckpoint } from '@reluctant/model';
import { DivergedError, type Engine, type Strategy, train } from '@reluctant/trainer';
import { modelOf } from '../config/model-of.js';
import type { StudyConfig } from '../config/study-config.js';
import type { StudyData } from '../study-data.js';
import { reasonOf } from '../study-error.js';
import type { JobReport, StudyJob } from './job.js';

/** What a job needs to be done, the same for all jobs of a strategy. */
export interface JobContext {
  readonly config: StudyConfig;
  readonly data: StudyData;
  readonly strategy: Strategy;
  readonly engine: Engine;
}

/** Does one job: reports a row after each epoch, then how it ended. Throws nothing. */
export async function* trainJob(context: JobContext, job: StudyJob): AsyncIterable<JobReport> {
  const { config, data, strategy, engine } = context;
  try {
    const training = train({
      engine,
      strategy,
      model: modelOf(strategy, config),
      key: { seed: config.seed, run: job.run },
      train: data.train,
      validation: data.validation,
      epochs: config.epochs,
      batchSize: config.batch_size,
      learningRate: config.lr,
      learningRateSchedule: config.lr_schedule,
      l1: config.l1,
    });
    try {
      for await (const row of training) yield { kind: 'rows', ...job, rows: [row] };
      yield { kind: 'finished', ...job, checkpoint: encodeCheckpoint(await training.checkpoint()) };
    } finally {
      training.dispose();
    }
  } catch (error) {
    if (error instanceof DivergedError) {
      const { epoch, step, message } = error;
      yield { kind: 'diverged', ...job, epoch, step, message };
    } else {
      yield { kind: 'failed', ...job, message: `${job.strategy}, run ${job.run}: ${reasonOf(error)}` };
    }
  }
}
