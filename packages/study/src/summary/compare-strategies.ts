import { compareFamily, type EpochRow, type PairedRuns } from '@reluctant/metrics';
import type { StudyConfig } from '../config/study-config.js';
import type { TestRow } from '../rows/test-row.js';
import { comparedValues, type ValuesByRun } from './compared-values.js';
import type { ComparisonFamily, ComparisonSummary } from './comparison-summary.js';
import { finiteOrNull, summariseValues } from './summarise-values.js';

/** Familywise rate of false claims. */
const alpha = 0.05;

/**
 * Compares every strategy with the baseline by the quantity that the configuration declares, paired by run (same start, same data,
 * same batches); see `compareFamily`. Undefined if there is only one strategy.
 */
export function compareStrategies(
  config: StudyConfig,
  { rows, tests }: { readonly rows: readonly EpochRow[]; readonly tests: readonly TestRow[] },
): ComparisonFamily | undefined {
  const candidates = config.strategies.map(({ name }) => name).filter((name) => name !== config.baseline);
  if (candidates.length === 0) return undefined;
  const { name: quantity, valuesOf } = comparedValues(config, rows, tests);
  return {
    baseline: config.baseline,
    quantity,
    margin: config.margin,
    alpha,
    comparisons: comparePaired(
      candidates.map((strategy) => ({
        strategy,
        baseline: valuesOf(config.baseline),
        values: valuesOf(strategy),
      })),
      config.margin,
    ),
  };
}

/** Values of a strategy and of what it is compared with. */
export interface DeclaredPair {
  readonly strategy: string;
  readonly baseline: ValuesByRun;
  readonly values: ValuesByRun;
}

/** Compares pairs that were declared together, each over the runs that both have. */
export function comparePaired(declared: readonly DeclaredPair[], margin: number): ComparisonSummary[] {
  const pairs = declared.map(({ baseline, values }) => {
    const runs = [...baseline.keys()].filter((run) => values.has(run)).sort((a, b) => a - b);
    return {
      baseline: runs.map((run) => baseline.get(run) ?? Number.NaN),
      candidate: runs.map((run) => values.get(run) ?? Number.NaN),
    };
  });
  return compareFamily(pairs, { margin, alpha }).map((comparison, index) => ({
    strategy: declared[index]?.strategy ?? '',
    n: comparison.n,
    mean_difference: finiteOrNull(comparison.meanDifference),
    median_difference: medianDifference(pairs[index]),
    interval_95: pairOf(comparison.interval),
    effect_size: finiteOrNull(comparison.effectSize),
    effect_size_interval_95: pairOf(comparison.effectSizeInterval),
    p_different: finiteOrNull(comparison.pDifferent),
    p_equivalent: finiteOrNull(comparison.pEquivalent),
    verdict: comparison.verdict,
    runs_needed: comparison.runsNeeded,
  }));
}

function medianDifference(pair: PairedRuns | undefined): number | null {
  const differences = Array.from(pair?.candidate ?? [], (value, run) => value - (pair?.baseline[run] ?? Number.NaN));
  return summariseValues(differences)?.median ?? null;
}

function pairOf([low, high]: readonly [number, number]): readonly [number | null, number | null] {
  return [finiteOrNull(low), finiteOrNull(high)];
}
