import { criticalRankSum, signedRankTest } from './signed-rank.js';

/**
 * The Hodges–Lehmann estimate associated with the signed-rank test: the median of the n(n + 1)/2 Walsh averages (dᵢ +
 * dⱼ)/2, i ≤ j, an estimate of the *pseudomedian* (Hodges & Lehmann, Ann. Math. Statist. 1963). For symmetric
 * differences that is their centre; a few outliers hardly change it.
 *
 * Infinite differences (runs that diverged) are allowed; the average of ∞ and −∞ counts half as above and half as below
 * every number.
 */
export class HodgesLehmann {
  readonly #differences: Float64Array;
  /** Finite ones, ascending. */
  readonly #sorted: Float64Array;
  readonly #distinct: boolean;
  /** Walsh averages that are −∞, finite, ∞. */
  readonly #below: number;
  readonly #finite: number;
  readonly #above: number;

  /** @param differences - without NaN; ties broken by rounding must have been restored, see `snapDifferences` */
  constructor(differences: Float64Array) {
    this.#differences = differences;
    this.#sorted = differences.filter((value) => Number.isFinite(value)).sort();
    const f = this.#sorted.length;
    const count = (infinity: number): number =>
      differences.reduce((sum, value) => sum + (value === infinity ? 1 : 0), 0);
    const averages = (infinite: number): number => infinite * f + (infinite * (infinite + 1)) / 2;
    this.#below = averages(count(Number.NEGATIVE_INFINITY));
    this.#above = averages(count(Number.POSITIVE_INFINITY));
    this.#finite = (f * (f + 1)) / 2;
    this.#distinct =
      differences.length - f < 2 &&
      this.#sorted.every((value, index) => index === 0 || value !== this.#sorted[index - 1]);
  }

  /** Median of the Walsh averages; ±∞ if half of them are; NaN without differences. */
  get estimate(): number {
    const count = this.#below + this.#finite + this.#above;
    if (count === 0) return Number.NaN;
    const [low, high] = [this.#average((count + 1) >> 1), this.#average((count >> 1) + 1)];
    return low === high ? low : (low + high) / 2;
  }

  /**
   * The interval of level 1 − alpha that inverts the two-sided test: the shifts θ for which {@link signedRankTest} of d
   * − θ has p ≥ alpha. It excludes 0 exactly if the test rejects at alpha (with many differences of exactly 0, which
   * the test drops, 0 may be a bound of the interval). A bound is infinite if no shift is rejected: with too few pairs,
   * or if runs diverged.
   */
  interval(alpha: number): readonly [number, number] {
    const count = this.#below + this.#finite + this.#above;
    const n = this.#differences.length;
    const critical = criticalRankSum(n, alpha / 2);
    if (this.#distinct) {
      if (critical < 0) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      return [this.#average(critical + 1), this.#average(count - critical)];
    }
    // Without ties, shifts below average number `critical` + 1 are rejected; with ties the bound is close to that.
    const guess = Math.min(this.#finite, Math.max(0, critical + 1 - this.#below));
    const rejected = (side: 'pGreater' | 'pLess') => (gap: number) =>
      2 * signedRankTest(this.#shifted(gap))[side] < alpha;
    const low = lastTrue(rejected('pGreater'), this.#finite, guess);
    const high = this.#finite - lastTrue((gap) => rejected('pLess')(this.#finite - gap), this.#finite, guess);
    return [
      low < 0 ? Number.NEGATIVE_INFINITY : this.#end(low + 1, Number.POSITIVE_INFINITY),
      high > this.#finite ? Number.POSITIVE_INFINITY : this.#end(high, Number.NEGATIVE_INFINITY),
    ];
  }

  /** The k-th finite Walsh average, from 1; `beyond` if there are fewer. */
  #end(k: number, beyond: number): number {
    return k < 1 || k > this.#finite ? beyond : this.#select(k);
  }

  /** The k-th of all Walsh averages, from 1. */
  #average(k: number): number {
    if (k <= this.#below) return Number.NEGATIVE_INFINITY;
    return k > this.#below + this.#finite ? Number.POSITIVE_INFINITY : this.#select(k - this.#below);
  }

  /** The differences minus a shift between the finite Walsh averages `gap` and `gap` + 1, after skipping equal ones. */
  #shifted(gap: number): Float64Array {
    const spread = (this.#sorted.at(-1) ?? 0) - (this.#sorted[0] ?? 0) + 1;
    let shift: number;
    if (gap < 1) shift = (this.#sorted[0] ?? 0) - spread;
    else {
      const from = this.#select(gap);
      const next = this.#count(2 * from) + 1;
      shift = next > this.#finite ? from + spread : (from + this.#select(next)) / 2;
    }
    return this.#differences.map((value) => value - shift);
  }

  /** The k-th smallest finite Walsh average, from 1: bisection over the sums of two, without storing them. */
  #select(k: number): number {
    let low = 2 * (this.#sorted[0] ?? Number.NaN);
    let high = 2 * (this.#sorted.at(-1) ?? Number.NaN);
    if (this.#count(low) >= k) return low / 2;
    // Invariant: #count(low) < k ≤ #count(high). Ends when no number lies between them; the sum is then `high`.
    for (;;) {
      const middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) return high / 2;
      if (this.#count(middle) < k) low = middle;
      else high = middle;
    }
  }

  /** Number of pairs i ≤ j with dᵢ + dⱼ ≤ sum, by two pointers from both ends. */
  #count(sum: number): number {
    const sorted = this.#sorted;
    let pairs = 0;
    let j = sorted.length - 1;
    for (let i = 0; i <= j; i++) {
      while (j >= i && (sorted[i] ?? 0) + (sorted[j] ?? 0) > sum) j--;
      if (j >= i) pairs += j - i + 1;
    }
    return pairs;
  }
}

/**
 * The largest k in 0 … most that satisfies a monotonically falling condition, −1 if none; the search starts at a guess.
 */
function lastTrue(condition: (k: number) => boolean, most: number, guess: number): number {
  let low = -1;
  let high = most + 1;
  let step = 1;
  let at = Math.min(most, Math.max(0, guess));
  while (high - low > 1) {
    if (condition(at)) {
      low = at;
      at = high > most && at + step < high ? at + step : (low + high) >> 1;
    } else {
      high = at;
      at = low < 0 && at - step > low ? at - step : (low + high) >> 1;
    }
    step *= 2;
  }
  return low;
}
