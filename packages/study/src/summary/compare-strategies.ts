import type { EpochRow } from '@reluctant/metrics';
import { comparisonAlpha } from '../config/comparison-alpha.js';
import { dataSetsOfRuns } from '../config/data-sets-of-runs.js';
import type { StudyConfig } from '../config/study-config.js';
import { lookOf, studyLooks } from '../config/study-looks.js';
import type { TestRow } from '../rows/test-row.js';
import { comparePaired } from './compare-paired.js';
import { comparedValues } from './compared-values.js';
import type { ComparisonFamily } from './comparison-summary.js';

/**
 * Compares every strategy with the baseline by the quantity that the configuration declares, paired by run (same start,
 * same data, same batches), over data sets where runs share them; see `compareFamily`. Undefined if there is only one
 * strategy.
 *
 * @param deadRuns - runs of a strategy that are dead
 */
export function compareStrategies(
  config: StudyConfig,
  { rows, tests }: { readonly rows: readonly EpochRow[]; readonly tests: readonly TestRow[] },
  deadRuns: (strategy: string) => number,
): ComparisonFamily | undefined {
  const { baseline, margin, strategies } = config;
  const candidates = strategies.map(({ name }) => name).filter((name) => name !== baseline);
  if (candidates.length === 0) return undefined;
  const { name: quantity, better, valuesOf } = comparedValues(config, rows, tests);
  return {
    baseline,
    quantity,
    margin,
    alpha: comparisonAlpha,
    ...studyLooks(config),
    comparisons: comparePaired(
      candidates.map((strategy) => ({
        strategy,
        baseline: valuesOf(baseline),
        values: valuesOf(strategy),
        dataSetOf: dataSetsOfRuns(config),
        better,
        margin,
        dead: [deadRuns(baseline), deadRuns(strategy)],
        // A pair is a fold, and more runs make no more folds.
        canGrow: config.folds === undefined,
      })),
      lookOf(config),
    ),
  };
}
