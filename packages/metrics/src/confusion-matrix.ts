import { invalidArgument, ReluctantError } from '@reluctant/errors';

/**
 * Counts of rows by class and predicted class, as scikit-learn's `confusion_matrix`.
 *
 * @param labels - class of each row, 0 … classes − 1
 * @param predicted - predicted class of each row
 * @returns row-major [classes, classes]: at (c, p) the rows of class c that were taken for p
 * @throws ReluctantError if the lengths differ or an entry is not a class
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Float64Array<ArrayBuffer> {
  if (!Number.isInteger(classes) || classes < 1) throw invalidArgument('classes', 'a positive integer', classes);
  if (labels.length !== predicted.length) {
    const message = `expected a prediction for each of ${labels.length} labels, got ${predicted.length}`;
    throw new ReluctantError('invalid-argument', message);
  }
  const counts = new Float64Array(classes * classes);
  for (let row = 0; row < labels.length; row++) {
    const cell = classAt('labels', labels, row, classes) * classes + classAt('predicted', predicted, row, classes);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/**
 * F1 = 2·hits / (2·hits + missed + false alarms) of each class, the harmonic mean of precision and recall, as
 * scikit-learn's `f1_score(average=None, zero_division=0)`: 0 for a class without hits, also where no row has or got
 * it.
 *
 * @throws ReluctantError as {@link confusionMatrix}
 */
export function f1Scores(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Float64Array<ArrayBuffer> {
  const counts = confusionMatrix(labels, predicted, classes);
  return Float64Array.from({ length: classes }, (_, c) => {
    const hits = counts[c * classes + c] ?? 0;
    let marked = 0;
    for (let other = 0; other < classes; other++) {
      marked += (counts[c * classes + other] ?? 0) + (counts[other * classes + c] ?? 0);
    }
    return hits === 0 ? 0 : (2 * hits) / marked;
  });
}

/** Mean of {@link f1Scores} over the classes, each weighing the same: scikit-learn's `average='macro'`. */
export function macroF1(labels: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number {
  return f1Scores(labels, predicted, classes).reduce((sum, score) => sum + score, 0) / classes;
}

function classAt(name: string, values: ArrayLike<number>, row: number, classes: number): number {
  const value = values[row] ?? Number.NaN;
  if (Number.isInteger(value) && value >= 0 && value < classes) return value;
  throw invalidArgument([name, row], `a class 0 … ${classes - 1}`, value);
}
