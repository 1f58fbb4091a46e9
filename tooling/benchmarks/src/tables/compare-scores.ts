import { type Summary, summarise } from '@reluctant/metrics';
import type { CaseQuality, MetricName } from '../tables-result.js';

/** How a metric is named, and whether more of it is better. */
export const metrics: Readonly<Record<MetricName, { readonly title: string; readonly better: 'higher' | 'lower' }>> = {
  accuracy: { title: 'accuracy', better: 'higher' },
  logLoss: { title: 'log-loss', better: 'lower' },
  rmse: { title: 'RMSE', better: 'lower' },
  r2: { title: 'R²', better: 'higher' },
};

/** Where the interval of the paired difference lies. */
export type NoiseVerdict = 'within noise' | 'better' | 'worse';

/** One metric of one model beside that of another on the same divisions. */
export interface ScoreDifference {
  /** Over the divisions: this model − the other. */
  readonly difference: Summary;
  readonly verdict: NoiseVerdict;
}

/** The scores of a model, undefined where they were not measured. */
export function scoresOf(quality: CaseQuality, model: string, metric: MetricName): readonly number[] | undefined {
  return quality.models.find((one) => one.model === model)?.scores[metric];
}

/** The metrics of a table: those that its models have. */
export function metricsOf({ classes }: CaseQuality): readonly MetricName[] {
  return classes > 0 ? ['accuracy', 'logLoss'] : ['rmse', 'r2'];
}

/**
 * Compares two models, paired by division: *within noise* if Student's 95 % interval of the mean difference holds 0.
 * The divisions share rows, so that the interval is narrower than one for new rows would be, and the verdict stricter.
 */
export function compareScores(metric: MetricName, ours: readonly number[], theirs: readonly number[]): ScoreDifference {
  const difference = summarise(ours.map((score, division) => score - (theirs[division] ?? Number.NaN)));
  const [low, high] = difference.interval95;
  const higher = metrics[metric].better === 'higher';
  if (low > 0) return { difference, verdict: higher ? 'better' : 'worse' };
  if (high < 0) return { difference, verdict: higher ? 'worse' : 'better' };
  return { difference, verdict: 'within noise' };
}
