import {
  confusionMatrix,
  largestIndex,
  macroAuroc,
  macroF1,
  meanAbsoluteError,
  rootMeanSquaredError,
  rSquared,
} from '@reluctant/metrics';
import type { Target } from '@reluctant/preprocessing';
import type { Evaluation, TrainingRows } from '@reluctant/trainer';
import type { ClassScores, ValueScores } from '../rows/test-row.js';

/**
 * With more classes there are no AUROC and no confusion matrix: the matrix has classes², the area sorts all rows once
 * for each.
 */
export const mostConfusedClasses = 100;

/**
 * Scores of one pass over a set: those that scikit-learn has under these names, and of a real target in its own unit.
 *
 * @param target - of a table; made data have accuracy only
 */
export function testScores(
  { accuracy, probabilities, values, classes }: Evaluation,
  set: TrainingRows,
  target: Target | undefined,
): ClassScores & ValueScores {
  if (values !== undefined && 'targets' in set) {
    const scale = target?.task === 'regression' ? target.scale : 1;
    return {
      rmse: rootMeanSquaredError(values, set.targets) * scale,
      mae: meanAbsoluteError(values, set.targets) * scale,
      r2: rSquared(values, set.targets),
    };
  }
  if (target === undefined || !('labels' in set)) return { accuracy };
  const { labels } = set;
  const predicted = labels.map((_, row) => largestIndex(probabilities, row * classes, classes));
  if (classes > mostConfusedClasses) return { accuracy, f1: macroF1(labels, predicted, classes) };
  return {
    accuracy,
    auroc: macroAuroc(probabilities, labels, classes),
    f1: macroF1(labels, predicted, classes),
    confusion: [...confusionMatrix(labels, predicted, classes)],
  };
}
