import { invalidOption, option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import { outputWidth, type TrainedModel } from '@reluctant/model';
import type { StreamKey } from '@reluctant/random';
import type { Engine } from './engine.js';
import { startingState } from './engine.js';
import { chooseEngine } from './engine-choice.js';
import { EventLoopPause } from './event-loop-pause.js';
import type { TrainingRows } from './labelled-rows.js';
import { modelUnderTest, shareOfTest, type TestShare } from './test-share.js';
import { defaultBatchSize, defaultKey, defaultOptimiser } from './train-options.js';

/** Options of `predict` and `predictValues`. */
export interface PredictOptions {
  /** Share under which the weights are evaluated. Default `same`: the share in force at the end of the training. */
  readonly test?: TestShare;
  /** Number of passes whose results are averaged; one is enough where nothing is sampled. Default 1. */
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

/** Averages over passes. */
export interface AverageOutputs {
  readonly rows: number;
  /** Row-major [rows, outputs]. */
  readonly outputs: Float64Array;
}

/** Rows of one compiled evaluation; limits its memory and the delay of an abort. */
const rowsPerProgram = 128 * defaultBatchSize;

/**
 * Runs a trained model on rows of features and averages a function of its outputs over the passes. Dropout is off.
 *
 * @param rows - row-major [rows, inputs], or one array for each row
 * @param ofOutputs - applied to the logits or values of each pass, row-major [rows, outputs]
 * @throws ReluctantError when an option or a row does not fit, or when `test` is `same` and the model has no share in
 *   force; the signal's reason when it is aborted
 */
export async function averageOutputs(
  trained: TrainedModel,
  rows: Float32Array | readonly ArrayLike<number>[],
  options: PredictOptions,
  ofOutputs: (outputs: Float32Array) => ArrayLike<number>,
): Promise<AverageOutputs> {
  checkOptions(options);
  const { test = 'same', passes = 1, key = defaultKey, signal } = options;
  if (!Number.isInteger(passes) || passes < 1) throw invalidOption('passes', 'a whole number of at least 1', passes);
  const inForce = test === 'same' ? shareAtTheEnd(trained) : { share: shareOfTest(test), domainAll: true };
  const { model, parameters } = test === 'same' ? trained : modelUnderTest(trained);
  const features = featuresOf(rows, model.inputs);
  const engine = options.engine ?? (await chooseEngine({ model })).engine;
  const count = features.length / model.inputs;
  const width = outputWidth(model);
  const batches = Math.ceil(count / defaultBatchSize);
  const outputs = new Float64Array(count * width);
  const pause = new EventLoopPause();
  for (let first = 0; first < count; first += rowsPerProgram) {
    const piece = features.subarray(first * model.inputs, (first + rowsPerProgram) * model.inputs);
    const program = await engine.compile({
      ...{ model, batchSize: defaultBatchSize, optimiser: defaultOptimiser, l1: 0, key },
      loss: model.outputs === 'values' ? 'squared_error' : 'cross_entropy',
      // A program requires training rows; this one is never trained.
      train: unanswered(new Float32Array(model.inputs), trained),
      sets: { rows: unanswered(piece, trained) },
    });
    try {
      program.writeState(startingState(parameters));
      for (let pass = 0; pass < passes; pass++) {
        await pause.now();
        signal?.throwIfAborted();
        const firstStep = pass * batches + first / defaultBatchSize;
        const { logits } = await program.evaluate({ set: 'rows', ...inForce, firstStep });
        addTo(outputs, first * width, ofOutputs(logits), passes);
      }
    } finally {
      program.dispose();
    }
  }
  return { rows: count, outputs };
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

/** Rows with labels or targets of 0, which are not used. */
function unanswered(features: Float32Array, { model }: TrainedModel): TrainingRows {
  const rows = features.length / model.inputs;
  return model.outputs === 'values'
    ? { features, targets: new Float32Array(rows * outputWidth(model)), rows }
    : { features, labels: new Int32Array(rows), rows };
}

function addTo(sum: Float64Array, offset: number, values: ArrayLike<number>, passes: number): void {
  for (let index = 0; index < values.length; index++) {
    sum[offset + index] = (sum[offset + index] ?? 0) + (values[index] ?? Number.NaN) / passes;
  }
}
