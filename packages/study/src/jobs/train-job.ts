import { describe } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '@reluctant/model';
import {
  DivergedError,
  defaultOptimiser,
  type Engine,
  type Strategy,
  type Training,
  type TrainOptions,
  train,
} from '@reluctant/trainer';
import { plannedTests } from '../config/planned-tests.js';
import type { StudyConfig } from '../config/study-config.js';
import { studyTask } from '../config/study-task.js';
import type { StudyData } from '../data/study-data.js';
import { encodeRow } from '../rows/epoch-lines.js';
import { encodePredictions } from '../rows/predictions.js';
import type { TestRow } from '../rows/test-row.js';
import { predictSets } from '../uncertainty/predict-sets.js';
import type { JobReport, StartedJob, StudyJob } from './job.js';
import { testScores } from './test-scores.js';
import { valueMetrics } from './value-metrics.js';

/** What all jobs of a strategy share. */
export interface JobContext {
  readonly config: StudyConfig;
  readonly data: StudyData;
  readonly strategy: Strategy;
  readonly engine: Engine;
}

/** Milliseconds of training between two checkpoints of a run that is not finished. */
const betweenCheckpoints = 5000;

/**
 * Runs one job: reports a row after each epoch, a checkpoint after every five seconds, then how the job ended. It never
 * throws.
 *
 * @param now - a clock in milliseconds
 */
export async function* trainJob(
  context: JobContext,
  { from, ...job }: StartedJob,
  now: () => number = Date.now,
): AsyncIterable<JobReport> {
  const { config, data, strategy } = context;
  try {
    const options = optionsOf(context, job);
    let training = train({ ...options, ...(from && { from: decodeCheckpoint(from.checkpoint) }) });
    try {
      const { strategy: name, run } = job;
      let stored = now();
      const complete = rowCompleter(data);
      for await (const row of training) {
        yield { kind: 'rows', strategy: name, run, epochs: 1, lines: encodeRow(complete(row)) };
        if (now() - stored < betweenCheckpoints || row.epoch === config.epochs) continue;
        yield { kind: 'partial', ...job, epoch: row.epoch, checkpoint: encodeCheckpoint(await training.checkpoint()) };
        stored = now();
      }
      const kept = training.best;
      if (kept !== undefined) {
        // What follows is about the weights of the best epoch.
        training.dispose();
        training = train({ ...options, from: kept.checkpoint });
      }
      const tests = await testWeights(training, context, job);
      const predictions =
        config.passes === 0
          ? undefined
          : encodePredictions(await predictSets(training, strategy, config, data), config.n_classes);
      const checkpoint = encodeCheckpoint(withTable(await training.checkpoint(), data));
      yield { kind: 'finished', ...job, ...(kept && { epoch: kept.epoch }), checkpoint, tests, predictions };
    } finally {
      training.dispose();
    }
  } catch (error) {
    if (error instanceof DivergedError) {
      const { epoch, step, message } = error;
      yield { kind: 'diverged', ...job, epoch, step, message };
    } else {
      yield { kind: 'failed', ...job, message: `${job.strategy}, run ${job.run}: ${describe(error)}` };
    }
  }
}

/** The options of a job's training; the data set decides the loss and the weights of the classes. */
function optionsOf({ config, data, strategy, engine }: JobContext, { run }: StudyJob): TrainOptions {
  const { weight_decay, patience } = config;
  return {
    ...{ engine, strategy, model: config.model, key: { seed: config.seed, run } },
    ...{ train: data.train, validation: data.validation },
    ...(data.test && { test: data.test }),
    ...(data.shifted && { sets: data.shifted }),
    epochs: config.epochs,
    batchSize: config.batch_size,
    learningRate: config.lr,
    learningRateSchedule: config.lr_schedule,
    l1: config.l1,
    ...(studyTask(config) === 'regression' && { loss: 'squared_error' }),
    ...(weight_decay !== undefined && { optimiser: { ...defaultOptimiser, weightDecay: weight_decay } }),
    ...(data.classWeights && { classWeights: data.classWeights }),
    ...(patience !== undefined && { patience }),
  };
}

/** Stores in a checkpoint what turns rows of the table into features, and labels into classes. */
function withTable(checkpoint: Checkpoint, { table }: StudyData): Checkpoint {
  if (table === undefined) return checkpoint;
  const { preprocessor, target } = table;
  const texts = { preprocessor: JSON.stringify(preprocessor), target: JSON.stringify(target) };
  return { ...checkpoint, metadata: { ...checkpoint.metadata, ...texts } };
}

/** What a study adds to the rows of a training: metrics in the unit of a real target. */
function rowCompleter({ table, validation }: StudyData): (row: EpochRow) => EpochRow {
  if (table?.target.task !== 'regression' || !('targets' in validation)) return (row) => row;
  return valueMetrics(table.target, validation.targets);
}

/** Runs the planned tests on the current weights. */
async function testWeights(
  training: Training,
  { config, data }: JobContext,
  job: StudyJob,
): Promise<readonly TestRow[]> {
  const { set, tests } = plannedTests(config);
  const evaluated = set === 'test' && data.test !== undefined ? data.test : data.validation;
  const rows: TestRow[] = [];
  for (const test of tests) {
    const evaluation = await training.evaluate({ set, test });
    const { loss, sparsity, sparsityLayers: sparsity_layers } = evaluation;
    rows.push({
      ...job,
      set,
      test,
      loss,
      ...testScores(evaluation, evaluated, data.table?.target),
      sparsity,
      sparsity_layers,
    });
  }
  return rows;
}
