import type { LabelledRows, TargetRows } from '@reluctant/trainer';
import { minimise, type Objective } from './minimise.js';
import { type NonZeros, nonZeros } from './non-zeros.js';

/** Weight of ½·Σ weights², beside the sum of the losses of the rows; the biases are free. */
const penalty = 1;
/** Of the gradient of the objective, which is divided by the number of rows. */
const tolerance = 1e-8;
const iterations = 1000;

/** Scores of rows, row-major [rows, scores]. */
export type LinearScores = (features: Float32Array, rows: number) => Float64Array;

/**
 * Logistic regression with an L2 penalty, as scikit-learn's `LogisticRegression(C=1, class_weight=…)`: the minimum of
 * Σ w·l + ½·Σ weights², where l is the cross-entropy of a row. Two classes have one score, that of the second class.
 *
 * @param classWeights - w by class. Default: all 1
 * @returns scores of which softmax makes probabilities, one for each class
 */
export function fitLogistic(
  { features, labels, rows }: LabelledRows,
  classes: number,
  classWeights?: Float32Array,
): LinearScores {
  const free = classes === 2 ? 1 : classes;
  // The first of two classes has the score 0, as a penalty on both would count twice.
  const shift = classes - free;
  const loss: RowLoss = (row, scores) => {
    const label = labels[row] ?? 0;
    const weight = classWeights?.[label] ?? 1;
    const most = scores.reduce(
      (largest, score) => Math.max(largest, score),
      shift === 0 ? Number.NEGATIVE_INFINITY : 0,
    );
    let total = shift === 0 ? 0 : Math.exp(-most);
    for (const score of scores) total += Math.exp(score - most);
    const own = label < shift ? 0 : (scores[label - shift] ?? 0);
    for (let at = 0; at < scores.length; at++) {
      const probability = Math.exp((scores[at] ?? 0) - most) / total;
      scores[at] = weight * (probability - Number(at + shift === label));
    }
    return weight * (most + Math.log(total) - own);
  };
  const weights = fit(nonZeros(features, rows), free, loss);
  return (asked, count) => {
    const scores = scoresOf(nonZeros(asked, count), free, weights);
    return shift === 0
      ? scores
      : Float64Array.from({ length: 2 * count }, (_, at) => (at % 2) * (scores[at >> 1] ?? 0));
  };
}

/**
 * Linear regression with an L2 penalty, as scikit-learn's `Ridge(alpha=1)`: the minimum of Σ (ŷ − y)² + Σ weights².
 *
 * @returns values in the unit of the targets
 */
export function fitRidge({ features, targets, rows }: TargetRows): LinearScores {
  const loss: RowLoss = (row, scores) => {
    const error = (scores[0] ?? 0) - (targets[row] ?? 0);
    scores[0] = error;
    return error ** 2 / 2;
  };
  const weights = fit(nonZeros(features, rows), 1, loss);
  return (asked, count) => scoresOf(nonZeros(asked, count), 1, weights);
}

/** The loss of a row; replaces its scores by the derivatives of the loss. */
type RowLoss = (row: number, scores: Float64Array) => number;

/** Weights [scores, inputs + 1], the bias last. */
function fit(data: NonZeros, scores: number, loss: RowLoss): Float64Array {
  const { rows, inputs, starts, columns, values } = data;
  const width = inputs + 1;
  const own = new Float64Array(scores);
  const objective: Objective = (weights, gradient) => {
    gradient.fill(0);
    let total = 0;
    for (let row = 0; row < rows; row++) {
      scoreRow(data, row, weights, own);
      total += loss(row, own);
      for (let score = 0; score < scores; score++) {
        const slope = own[score] ?? 0;
        const base = score * width;
        for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
          const place = base + (columns[at] ?? 0);
          gradient[place] = (gradient[place] ?? 0) + slope * (values[at] ?? 0);
        }
        gradient[base + inputs] = (gradient[base + inputs] ?? 0) + slope;
      }
    }
    for (let at = 0; at < weights.length; at++) {
      const weight = at % width === inputs ? 0 : (weights[at] ?? 0);
      total += (penalty * weight ** 2) / 2;
      gradient[at] = ((gradient[at] ?? 0) + penalty * weight) / rows;
    }
    return total / rows;
  };
  return minimise(objective, new Float64Array(scores * width), { tolerance, iterations });
}

function scoreRow(
  { inputs, starts, columns, values }: NonZeros,
  row: number,
  weights: Float64Array,
  into: Float64Array,
): void {
  for (let score = 0; score < into.length; score++) {
    const base = score * (inputs + 1);
    let sum = weights[base + inputs] ?? 0;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      sum += (weights[base + (columns[at] ?? 0)] ?? 0) * (values[at] ?? 0);
    }
    into[score] = sum;
  }
}

function scoresOf(data: NonZeros, scores: number, weights: Float64Array): Float64Array {
  const all = new Float64Array(data.rows * scores);
  for (let row = 0; row < data.rows; row++)
    scoreRow(data, row, weights, all.subarray(row * scores, (row + 1) * scores));
  return all;
}
