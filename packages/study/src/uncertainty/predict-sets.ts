import { logMeanProbability, predictiveUncertainty } from '@reluctant/metrics';
import type { Strategy, Training } from '@reluctant/trainer';
import { endsStochastic } from '../config/ends-stochastic.js';
import { plannedTests } from '../config/planned-tests.js';
import type { StudyConfig } from '../config/study-config.js';
import type { StudyData } from '../data/study-data.js';
import type { Predictions, SetPredictions } from '../rows/predictions.js';

/**
 * Predictions of the final weights for the evaluation set and its shifted copies: T passes where the strategy draws,
 * otherwise one.
 *
 * @param data - the run's data set
 */
export async function predictSets(
  training: Training,
  strategy: Strategy,
  config: StudyConfig,
  data: StudyData,
): Promise<Predictions> {
  const { set } = plannedTests(config);
  const passes = endsStochastic(strategy) ? config.passes : 1;
  const sets = [['usual', set], ...Object.keys(data.shifted ?? {}).map((name) => [name, name] as const)] as const;
  const predictions = new Map<string, SetPredictions>();
  for (const [name, evaluated] of sets) {
    const { probabilities, logProbabilities, classes } = await training.evaluate({ set: evaluated, passes });
    const { expectedEntropy } = predictiveUncertainty(probabilities, { passes, classes });
    predictions.set(name, {
      logMean: Float32Array.from(logMeanProbability(logProbabilities)),
      expectedEntropy: Float32Array.from(expectedEntropy),
    });
  }
  return predictions;
}
