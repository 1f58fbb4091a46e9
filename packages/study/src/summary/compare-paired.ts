import { type Better, type Comparison, compareFamily } from '@reluctant/metrics';
import { comparisonAlpha } from '../config/comparison-alpha.js';
import type { ValuesByRun } from './compared-values.js';
import type { ComparisonSummary } from './comparison-summary.js';
import { finiteOrNull } from './summarise-values.js';

/** Values of a strategy and of its baseline. */
export interface DeclaredPair {
  readonly strategy: string;
  readonly baseline: ValuesByRun;
  readonly values: ValuesByRun;
  /** The data set of each key of the values, where runs share data sets. */
  readonly dataSetOf?: ((run: number) => number) | undefined;
  /** Whether higher or lower values are better. */
  readonly better: Better;
  /** Differences below it do not matter. */
  readonly margin: number;
  /** Runs behind one value, where values are means over groups. Default 1. */
  readonly together?: number;
  /** Runs that are dead, of the baseline and of the strategy. */
  readonly dead?: readonly [number, number];
  /** False where more runs cannot give more pairs. Default true. */
  readonly canGrow?: boolean;
}

/**
 * Compares pairs that were declared together as one family, each over the runs that both have. NaN means a diverged
 * run.
 *
 * @param look - which look at them this is, from 1
 */
export function comparePaired(declared: readonly DeclaredPair[], look: number): ComparisonSummary[] {
  const pairs = declared.map(({ baseline, values, dataSetOf, better, margin }) => {
    const runs = [...baseline.keys()].filter((run) => values.has(run)).sort((a, b) => a - b);
    return {
      baseline: runs.map((run) => baseline.get(run) ?? Number.NaN),
      candidate: runs.map((run) => values.get(run) ?? Number.NaN),
      dataSets: dataSetOf && runs.map(dataSetOf),
      better,
      margin,
    };
  });
  const [first] = pairs;
  if (first === undefined) return [];
  return compareFamily(pairs, { margin: first.margin, alpha: comparisonAlpha, look }).flatMap((comparison, index) => {
    const own = declared[index];
    return own === undefined ? [] : [summariseComparison(comparison, own)];
  });
}

function summariseComparison(comparison: Comparison, declared: DeclaredPair): ComparisonSummary {
  const { strategy, dataSetOf, together = 1, dead = null, canGrow = true } = declared;
  const { diverged, direction, runsNeeded } = comparison;
  return {
    strategy,
    n: comparison.n,
    unit: dataSetOf !== undefined ? 'data sets' : together > 1 ? 'groups' : 'runs',
    higher: comparison.higher,
    lower: comparison.lower,
    diverged: [diverged.baseline, diverged.candidate],
    dead,
    direction: direction > 0 ? 'higher' : direction < 0 ? 'lower' : 'none',
    hodges_lehmann: finiteOrNull(comparison.hodgesLehmann),
    hodges_lehmann_interval: pairOf(comparison.hodgesLehmannInterval),
    interval_level: comparison.intervalLevel,
    mean_difference: finiteOrNull(comparison.meanDifference),
    mean_interval: pairOf(comparison.meanInterval),
    interval_95: pairOf(comparison.interval),
    median_difference: finiteOrNull(comparison.medianDifference),
    effect_size: finiteOrNull(comparison.effectSize),
    effect_size_interval_95: pairOf(comparison.effectSizeInterval),
    p_different: finiteOrNull(comparison.pDifferent),
    p_equivalent: finiteOrNull(comparison.pEquivalent),
    p_mean: finiteOrNull(comparison.pMean),
    mean_disagrees: comparison.meanDisagrees,
    verdict: comparison.verdict,
    no_claim: comparison.noClaim,
    runs_needed: runsNeeded === null || !canGrow ? null : runsNeeded * together,
  };
}

function pairOf([low, high]: readonly [number, number]): readonly [number | null, number | null] {
  return [finiteOrNull(low), finiteOrNull(high)];
}
