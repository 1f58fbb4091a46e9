import { invalidOption, option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import { softmax } from '@reluctant/metrics';
import { outputWidth, type TrainedModel } from '@reluctant/model';
import type { StreamKey } from '@reluctant/random';
import type { Engine } from './engine.js';
import { startingState } from './engine.js';
import { chooseEngine } from './engine-choice.js';
import { EventLoopPause } from './event-loop-pause.js';
import type { LabelledRows } from './labelled-rows.js';
import { modelUnderTest, shareOfTest, type TestShare } from './test-share.js';
import { defaultBatchSize, defaultKey, defaultOptimiser } from './train-options.js';

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Share under which the weights are evaluated. Default `same`: the share in force at the end of the training. */
  readonly test?: TestShare;
  /** Number of passes whose probabilities are averaged; one is enough where nothing is sampled. Default 1. */
  readonly passes?: number;
  /** Key of the draws, where something is sampled. Default seed 0, run 0. */
  readonly key?: StreamKey;
  /** Default: the engine that `chooseEngine` returns for this model. */
  readonly engine?: Engine;
  /** Aborts with the signal's reason between two blocks of rows or two passes. */
  readonly signal?: AbortSignal;
}

const checkOptions = optionCheck<PredictOptions>('predict', {
  test: true,
  passes: true,
  key: true,
  engine: true,
  signal: true,
});

/** Result of {@link predict}. */
export interface Prediction {
  readonly rows: number;
  readonly classes: number;
  /** Class probabilities, row-major [rows, classes]. */
  readonly probabilities: Float64Array;
  /** The most probable class of each row; the lowest index of equally probable ones. */
  readonly labels: Int32Array;
}

/** Rows of one compiled evaluation; limits its memory and the delay of an abort. */
const rowsPerProgram = 128 * defaultBatchSize;

/**
 * Predicts class probabilities and labels for rows of features, from a checkpoint or any other trained model. Dropout is off.
 *
 * @param rows - row-major [rows, inputs], or one array for each row
 * @throws ReluctantError when a row does not fit the model, or when `test` is `same` and the model has no share in force; the
 *   signal's reason when it is aborted
 */
export async function predict(
  trained: TrainedModel,
  rows: Float32Array | readonly ArrayLike<number>[],
  options: PredictOptions = {},
): Promise<Prediction> {
  checkOptions(options);
  const { test = 'same', passes = 1, key = defaultKey, signal } = options;
  if (!Number.isInteger(passes) || passes < 1) throw invalidOption('passes', 'a whole number of at least 1', passes);
  const inForce = test === 'same' ? shareAtTheEnd(trained) : { share: shareOfTest(test), domainAll: true };
  const { model, parameters } = test === 'same' ? trained : modelUnderTest(trained);
  const features = featuresOf(rows, model.inputs);
  const engine = options.engine ?? (await chooseEngine({ model })).engine;
  const count = features.length / model.inputs;
  const classes = outputWidth(model);
  const batches = Math.ceil(count / defaultBatchSize);
  const probabilities = new Float64Array(count * classes);
  const pause = new EventLoopPause();
  for (let first = 0; first < count; first += rowsPerProgram) {
    const piece = splitOf(
      features.subarray(first * model.inputs, (first + rowsPerProgram) * model.inputs),
      model.inputs,
    );
    const program = await engine.compile({
      ...{ model, batchSize: defaultBatchSize, optimiser: defaultOptimiser, l1: 0, key },
      // A program requires training rows; this one is never trained.
      train: splitOf(new Float32Array(model.inputs), model.inputs),
      sets: { rows: piece },
    });
    try {
      program.writeState(startingState(parameters));
      for (let pass = 0; pass < passes; pass++) {
        await pause.now();
        signal?.throwIfAborted();
        const firstStep = pass * batches + first / defaultBatchSize;
        const { logits } = await program.evaluate({ set: 'rows', ...inForce, firstStep });
        addTo(probabilities, first * classes, softmax(logits, classes), passes);
      }
    } finally {
      program.dispose();
    }
  }
  return { rows: count, classes, probabilities, labels: mostProbable(probabilities, classes) };
}

function shareAtTheEnd({ inForce }: TrainedModel): { readonly share: number; readonly domainAll: boolean } {
  if (inForce === undefined) {
    const message = sentence`the model has no share of ReLU in force: set ${option('test')} to relu, silu or stoch`;
    throw new ReluctantError('invalid-argument', message, { path: ['test'] });
  }
  return { share: inForce.share === 'gate' ? Number.NaN : inForce.share, domainAll: inForce.domainAll };
}

/** @throws ReluctantError naming the row that does not have `inputs` finite features */
function featuresOf(rows: Float32Array | readonly ArrayLike<number>[], inputs: number): Float32Array {
  const flat = rows instanceof Float32Array ? rows : new Float32Array(rows.length * inputs);
  if (rows instanceof Float32Array) {
    if (rows.length % inputs !== 0) {
      const message = `rows must hold ${inputs} features for each row, got ${rows.length} numbers`;
      throw new ReluctantError('invalid-argument', message, { path: ['rows'], received: rows.length });
    }
  } else {
    rows.forEach((row, index) => {
      if (row.length !== inputs) {
        const message = `row ${index} must have ${inputs} features, got ${row.length}`;
        throw new ReluctantError('invalid-argument', message, { path: ['rows', index], received: row.length });
      }
      flat.set(row, index * inputs);
    });
  }
  const bad = flat.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return flat;
  const [row, feature] = [Math.floor(bad / inputs), bad % inputs];
  const message = `row ${row}, feature ${feature} must be a finite float32, got ${flat[bad]}`;
  throw new ReluctantError('invalid-argument', message, { path: ['rows', row, feature], received: flat[bad] });
}

/** Rows with labels of 0, which are not used. */
function splitOf(features: Float32Array, inputs: number): LabelledRows {
  const rows = features.length / inputs;
  return { features, labels: new Int32Array(rows), rows };
}

function addTo(sum: Float64Array, offset: number, values: Float64Array, passes: number): void {
  for (let index = 0; index < values.length; index++) {
    sum[offset + index] = (sum[offset + index] ?? 0) + (values[index] ?? Number.NaN) / passes;
  }
}

/** @throws ReluctantError when a probability is not finite because the weights overflow on a row */
function mostProbable(probabilities: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    const largest = Math.max(...own);
    if (!Number.isNaN(largest)) return own.indexOf(largest);
    const message = `row ${row}: the predicted probabilities are not finite; the weights or the features of this row are too large`;
    throw new ReluctantError('invalid-argument', message, { path: ['rows', row] });
  });
}
