import { accuracy, negativeLogLikelihood, rootMeanSquaredError, rSquared } from '@reluctant/metrics';
import type { Target } from '@reluctant/preprocessing';
import type { MetricName } from '../tables-result.js';

/** Probabilities below this one count as this one in the log-loss, as in scikit-learn, where it is that of float64. */
const leastProbability = Number.EPSILON;

/** The scores of answers to test rows. All models are scored by this function. */
export function scoreAnswers(
  target: Target,
  answers: Float64Array,
  values: ArrayLike<number>,
): Readonly<Partial<Record<MetricName, number>>> {
  if (target.task === 'regression')
    return { rmse: rootMeanSquaredError(answers, values), r2: rSquared(answers, values) };
  const classes = target.classes.length;
  const clipped = answers.map((value) => Math.max(value, leastProbability));
  return { accuracy: accuracy(answers, values, classes), logLoss: negativeLogLikelihood(clipped, values, classes) };
}
