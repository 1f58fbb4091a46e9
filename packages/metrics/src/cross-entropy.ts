import { ReluctantError } from '@reluctant/errors';

/** Losses of {@link softmaxCrossEntropy}. */
export interface CrossEntropy {
  /** Mean over the rows, summed in float64 with rows ascending; NaN if there are none. */
  readonly mean: number;
  /** −ln softmax(logits)[label] of each row, in nats. */
  readonly rows: Float64Array;
}

/**
 * Softmax cross-entropy −ln(e^l_y / Σ e^l_c) of each row, in float64.
 *
 * Method: log-sum-exp with the row's largest logit subtracted first, so that no exponential overflows. Returns NaN for
 * a row that contains NaN or whose largest logit is +∞.
 *
 * @param logits - row-major [rows, classes]
 * @param labels - class of each row, 0 … classes − 1
 * @throws ReluctantError if sizes do not match or a label is not a class
 */
export function softmaxCrossEntropy(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): CrossEntropy {
  checkLabels(logits, labels, classes);
  const rows = new Float64Array(labels.length);
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const first = row * classes;
    const max = rowMaximum(logits, first, classes);
    let exponentials = 0;
    for (let c = 0; c < classes; c++) exponentials += Math.exp((logits[first + c] ?? Number.NaN) - max);
    const loss = Math.log(exponentials) + max - (logits[first + (labels[row] ?? 0)] ?? Number.NaN);
    rows[row] = loss;
    sum += loss;
  }
  return { mean: sum / labels.length, rows };
}

/**
 * Softmax of each row: e^(l_c − max) / Σ e^(l − max), in float64.
 *
 * @param logits - row-major [rows, classes]
 * @returns probabilities, row-major [rows, classes]
 */
export function softmax(logits: ArrayLike<number>, classes: number): Float64Array {
  checkRows(logits, classes);
  const probabilities = new Float64Array(logits.length);
  for (let first = 0; first < logits.length; first += classes) {
    const max = rowMaximum(logits, first, classes);
    let sum = 0;
    for (let i = first; i < first + classes; i++) {
      const exponential = Math.exp((logits[i] ?? Number.NaN) - max);
      probabilities[i] = exponential;
      sum += exponential;
    }
    for (let i = first; i < first + classes; i++) probabilities[i] = (probabilities[i] ?? Number.NaN) / sum;
  }
  return probabilities;
}

/**
 * Logarithm of the {@link softmax} of each row: l_c − max − ln Σ e^(l − max), in float64; finite where the softmax
 * itself is 0.
 *
 * @param logits - row-major [rows, classes]
 * @returns log probabilities, row-major [rows, classes]
 */
export function logSoftmax(logits: ArrayLike<number>, classes: number): Float64Array {
  checkRows(logits, classes);
  const logs = new Float64Array(logits.length);
  for (let first = 0; first < logits.length; first += classes) {
    const max = rowMaximum(logits, first, classes);
    let sum = 0;
    for (let i = first; i < first + classes; i++) sum += Math.exp((logits[i] ?? Number.NaN) - max);
    const normaliser = max + Math.log(sum);
    for (let i = first; i < first + classes; i++) logs[i] = (logits[i] ?? Number.NaN) - normaliser;
  }
  return logs;
}

function rowMaximum(values: ArrayLike<number>, first: number, classes: number): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < classes; c++) max = Math.max(max, values[first + c] ?? Number.NaN);
  return max;
}

/** @throws ReluctantError if `values` is not a whole number of rows */
export function checkRows(values: ArrayLike<number>, classes: number): void {
  if (!Number.isInteger(classes) || classes < 1 || values.length % classes !== 0) {
    throw new ReluctantError('invalid-argument', `expected rows of ${classes} classes, got ${values.length} values`);
  }
}

/** @throws ReluctantError if the number of labels differs from the number of rows, or a label is not a class */
export function checkLabels(values: ArrayLike<number>, labels: ArrayLike<number>, classes: number): void {
  checkRows(values, classes);
  if (values.length !== labels.length * classes) {
    throw new ReluctantError(
      'invalid-argument',
      `expected one label per row: ${values.length / classes} rows, got ${labels.length} labels`,
    );
  }
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? Number.NaN;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new ReluctantError(
        'invalid-argument',
        `label of row ${row} must be a class 0 … ${classes - 1}, got ${label}`,
      );
    }
  }
}
