import { ReluctantError } from '@reluctant/errors';
import { roundingOf, snapDifferences } from './snap-differences.js';

/** Values of the baseline and of a candidate: entry i of both is run i (same initial parameters, same batches). */
export interface PairedRuns {
  readonly baseline: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
  /**
   * The data set of each run, as a whole number. Runs on one data set are correlated, so pairs are averaged per data
   * set first and all statistics are over data sets. Default: all runs are independent.
   */
  readonly dataSets?: ArrayLike<number> | undefined;
  /** The margin of this comparison, if comparisons of one family have different units. Default: that of the options. */
  readonly margin?: number | undefined;
  /** Which of its values are better. Default: that of the options. */
  readonly better?: Better | undefined;
}

/** Which values are better. If set, non-finite values are runs that diverged. */
export type Better = 'lower' | 'higher';

/** Paired differences, candidate − baseline, ready for tests. */
export interface PairedDifferences {
  /** One per unit: a run, or a data set (the mean over its runs). Pairs in which both runs diverged are dropped. */
  readonly values: Float64Array;
  /** Bound of the rounding error of each. */
  readonly tolerances: Float64Array;
  /** Underlying pairs of runs. */
  readonly runs: number;
  /** Runs that diverged on each side. */
  readonly diverged: { readonly baseline: number; readonly candidate: number };
}

/**
 * The paired differences of runs.
 *
 * A run that diverged is worse than any finite value: the difference is ±∞ if one side diverged, and the pair is
 * dropped if both did. In the mean of a data set one run that diverged outweighs all finite differences; equal numbers
 * on both sides cancel.
 *
 * @throws ReluctantError if lengths differ or, without `better`, a value is not finite
 */
export function pairedDifferences(pair: PairedRuns, better: Better | undefined): PairedDifferences {
  const { baseline, candidate, dataSets } = pair;
  if (baseline.length !== candidate.length) {
    throw new ReluctantError(
      'invalid-argument',
      `runs must be paired: the baseline has ${baseline.length}, the candidate ${candidate.length}`,
    );
  }
  if (dataSets !== undefined && dataSets.length !== baseline.length) {
    throw new ReluctantError(
      'invalid-argument',
      `every run needs its data set: there are ${baseline.length} runs and ${dataSets.length} data sets`,
    );
  }
  const units = new Map<number, { difference: number; tolerance: number }[]>();
  const diverged = { baseline: 0, candidate: 0 };
  let runs = 0;
  for (let run = 0; run < baseline.length; run++) {
    const [a, b] = [baseline[run] ?? Number.NaN, candidate[run] ?? Number.NaN];
    const lost = { baseline: !Number.isFinite(a), candidate: !Number.isFinite(b) };
    if (better === undefined && (lost.baseline || lost.candidate)) {
      throw new ReluctantError('invalid-argument', `run ${run} must be finite in both, got ${a} and ${b}`);
    }
    if (lost.baseline) diverged.baseline++;
    if (lost.candidate) diverged.candidate++;
    if (lost.baseline && lost.candidate) continue;
    runs++;
    const worst = better === 'higher' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const difference = lost.candidate ? worst : lost.baseline ? -worst : b - a;
    const tolerance = Number.isFinite(difference) ? roundingOf(Math.max(Math.abs(a), Math.abs(b))) : 0;
    const unit = dataSets?.[run] ?? run;
    const own = units.get(unit);
    if (own === undefined) units.set(unit, [{ difference, tolerance }]);
    else own.push({ difference, tolerance });
  }
  const all = [...units.values()];
  const tolerances = Float64Array.from(all, (own) => own.reduce((most, { tolerance }) => Math.max(most, tolerance), 0));
  const means = Float64Array.from(all, (own) => meanOf(own.map(({ difference }) => difference)));
  return { values: snapDifferences(means, tolerances), tolerances, runs, diverged };
}

function meanOf(differences: readonly number[]): number {
  const finite = differences.filter(Number.isFinite);
  const surplus = differences.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : Math.sign(value)), 0);
  if (surplus !== 0) return surplus * Number.POSITIVE_INFINITY;
  return finite.length === 0 ? 0 : finite.reduce((sum, value) => sum + value, 0) / finite.length;
}

/** Differences minus a shift, with the resulting ties restored. */
export function shiftedDifferences({ values, tolerances }: PairedDifferences, shift: number): Float64Array {
  return snapDifferences(
    values.map((value) => value - shift),
    tolerances.map((tolerance) => tolerance + roundingOf(shift)),
  );
}
