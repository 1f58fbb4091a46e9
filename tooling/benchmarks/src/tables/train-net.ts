import { targetValues } from '@reluctant/preprocessing';
import {
  type Engine,
  type Features,
  parseStrategy,
  predict,
  predictValues,
  type Training,
  type TrainingRows,
  train,
} from '@reluctant/trainer';
import type { PreparedSplit } from './prepare-split.js';
import type { NetSettings } from './table-cases.js';

/** Rows of the training set that stand for the validation set, which a training must have; nothing is chosen by it. */
const validationRows = 64;

/** What {@link startTraining} trains. */
export interface NetTraining {
  readonly net: NetSettings;
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: TrainingRows<Features>;
  readonly strategy: string;
  readonly seed: number;
  readonly engine: Engine;
}

/** A training of the net. The caller iterates and disposes of it. */
export function startTraining({ net, inputs, outputs, rows, strategy, seed, engine }: NetTraining): Training {
  return train({
    ...{ engine, strategy: parseStrategy(strategy), train: rows, validation: firstRows(rows, inputs) },
    model: { inputs, layers: [...net.hidden, outputs].map((out) => ({ kind: 'dense', out })) },
    ...{ epochs: net.epochs, batchSize: net.batchSize, learningRate: net.learningRate, key: { seed, run: 0 } },
    // As scikit-learn's nets begin: with few steps the difference to PyTorch's bound shows in the log-loss.
    initialisation: 'glorot',
    loss: 'targets' in rows ? 'squared_error' : 'cross_entropy',
  });
}

function firstRows(rows: TrainingRows<Features>, inputs: number): TrainingRows<Features> {
  const count = Math.min(validationRows, rows.rows);
  const features = firstFeatures(rows.features, count, inputs);
  return 'targets' in rows
    ? { features, rows: count, targets: rows.targets.subarray(0, count) }
    : { features, rows: count, labels: rows.labels.subarray(0, count) };
}

function firstFeatures(features: Features, count: number, inputs: number): Features {
  if (!('starts' in features)) return features.subarray(0, count * inputs);
  const { starts, columns, values } = features;
  const entries = starts[count];
  return {
    starts: starts.subarray(0, count + 1),
    columns: columns.subarray(0, entries),
    values: values.subarray(0, entries),
  };
}

/**
 * Trains on a division and answers its test rows: probabilities [rows, classes], or values in the unit of the target.
 */
export async function answerTestRows(
  prepared: PreparedSplit,
  options: Pick<NetTraining, 'net' | 'strategy' | 'seed' | 'engine'>,
): Promise<Float64Array> {
  const { inputs, outputs, target } = prepared;
  const training = startTraining({ ...options, inputs, outputs, rows: prepared.train });
  try {
    for await (const _ of training);
    const checkpoint = await training.checkpoint();
    if (target.task === 'classification') return (await predict(checkpoint, prepared.test)).probabilities;
    return targetValues(target, (await predictValues(checkpoint, prepared.test)).values);
  } finally {
    training.dispose();
  }
}
