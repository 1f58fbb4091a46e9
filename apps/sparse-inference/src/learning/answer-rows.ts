import type { Checkpoint } from '@reluctant/model';
import { targetValues } from '@reluctant/preprocessing';
import { type Engine, predict, predictValues } from '@reluctant/trainer';
import type { PreparedTable } from '../table/prepared-table.js';

/** What a model answers to the rows of a set: class probabilities, or values in the unit of the target. */
export type Answers =
  | {
      readonly task: 'classification';
      /** Row-major [rows, classes]. */
      readonly probabilities: Float64Array;
      /** The most probable class of each row. */
      readonly predicted: Int32Array;
    }
  | { readonly task: 'regression'; readonly values: Float64Array };

/** The answers of a net to a set of its table. */
export async function answerRows(
  prepared: PreparedTable,
  set: 'validation' | 'test',
  checkpoint: Checkpoint,
  engine: Engine,
): Promise<Answers> {
  const { features } = prepared.sets[set];
  if (prepared.task === 'classification') {
    const { probabilities, labels } = await predict(checkpoint, features, { engine });
    return { task: 'classification', probabilities, predicted: labels };
  }
  const { values } = await predictValues(checkpoint, features, { engine });
  return { task: 'regression', values: targetValues(prepared.target, values) };
}

/** The smallest probability whose logarithm counts, so that one sure and wrong answer does not make a mean infinite. */
const leastProbability = 1e-15;

/** Loss of each row: −ln of the probability of its class, or the squared error in the unit of the target. */
export function rowLosses(prepared: PreparedTable, set: 'validation' | 'test', answers: Answers): Float64Array {
  if (prepared.task === 'classification' && answers.task === 'classification') {
    const classes = prepared.target.classes.length;
    const { labels } = prepared.sets[set];
    return Float64Array.from(
      labels,
      (label, row) => -Math.log(Math.max(leastProbability, answers.probabilities[row * classes + label] ?? Number.NaN)),
    );
  }
  if (prepared.task === 'regression' && answers.task === 'regression') {
    const targets = targetValues(prepared.target, prepared.sets[set].targets);
    return targets.map((target, row) => ((answers.values[row] ?? Number.NaN) - target) ** 2);
  }
  throw new TypeError('the answers are those of another task');
}

/**
 * Losses times the weights of their rows' classes, divided by the mean weight: their mean is Σ w·l / Σ w, the
 * validation loss that chooses the epoch of a training with class weights.
 */
export function classWeighted(losses: Float64Array, labels: Int32Array, classWeights: Float32Array): Float64Array {
  const total = labels.reduce((sum, label) => sum + (classWeights[label] ?? Number.NaN), 0);
  const unit = total / labels.length;
  return losses.map((loss, row) => (loss * (classWeights[labels[row] ?? 0] ?? Number.NaN)) / unit);
}
