import { ReluctantError } from '@reluctant/errors';
import { shareBins } from '@reluctant/kernels/abi';
import type { GateStatistics } from './epoch-row.js';

/** The quantiles in {@link GateStatistics}. */
export const gateQuantiles: readonly number[] = [0.05, 0.25, 0.5, 0.75, 0.95];

/**
 * Distribution of shares in [0, 1], in constant memory: 1024 equal bins [k/1024, (k+1)/1024), the last one closed, plus
 * the exact sum.
 *
 * A NaN enters no bin but makes the mean and every quantile NaN, so that it is visible.
 */
export class ShareHistogram {
  /** Allocated at the first count: most histograms are created from existing counts. */
  #counts: Float64Array | Uint32Array | undefined;
  #sum = 0;
  #count = 0;

  /**
   * A histogram from a kernel's counts per bin and the float64 sum of the shares. The counts are not copied.
   *
   * @param total - the sum of the counts, if known
   * @throws ReluctantError if the number of counts is not 1024
   */
  static fromCounts(counts: Uint32Array, sum: number, total?: number): ShareHistogram {
    if (counts.length !== shareBins) {
      throw new ReluctantError('invalid-argument', `expected ${shareBins} counts, got ${counts.length}`, {
        path: ['counts'],
      });
    }
    const histogram = new ShareHistogram();
    histogram.#counts = counts;
    histogram.#sum = sum;
    histogram.#count = total ?? counts.reduce((all, count) => all + count, 0);
    return histogram;
  }

  /** Number of shares added. */
  get count(): number {
    return this.#count;
  }

  /** Mean of the shares, exact to float64 rounding of the sum; NaN if there are none. */
  get mean(): number {
    return this.#sum / this.#count;
  }

  /**
   * Adds one share.
   *
   * @param times - its weight, e.g. the number of units that share it. Default 1.
   * @throws ReluctantError if the share is outside [0, 1]
   */
  add(share: number, times = 1): void {
    if (share < 0 || share > 1) throw new ReluctantError('invalid-argument', `a share must be in [0, 1], got ${share}`);
    if (times === 0) return;
    this.#sum += share * times;
    this.#count += times;
    if (Number.isNaN(share)) return;
    const bin = Math.min(shareBins - 1, Math.floor(share * shareBins));
    this.#counts ??= new Float64Array(shareBins);
    this.#counts[bin] = (this.#counts[bin] ?? 0) + times;
  }

  /**
   * The q-quantile, linear inside its bin: with n shares, C of them in the bins before bin k and c in bin k, where
   * C < q·n ≤ C + c, it is (k + (q·n − C)/c) / 1024. For q = 0 it is the lower edge of the first bin that is not empty.
   *
   * It lies in the same bin as the inverse of the empirical distribution function, the ⌈q·n⌉-th smallest share (NumPy's
   * `inverted_cdf`), and so differs from that by at most 1/1024. NaN if there are no shares or one was NaN.
   */
  quantile(q: number): number {
    return this.quantiles([q])[0] ?? Number.NaN;
  }

  /**
   * Several quantiles in one pass over the bins; each as {@link ShareHistogram.quantile}.
   *
   * @param ascending - the q's, in ascending order
   * @throws ReluctantError if a q is outside [0, 1] or below the previous one
   */
  quantiles(ascending: readonly number[]): number[] {
    ascending.forEach((q, index) => {
      if (!(q >= 0 && q <= 1)) throw new ReluctantError('invalid-argument', `a quantile must be in [0, 1], got ${q}`);
      if (q < (ascending[index - 1] ?? 0))
        throw new ReluctantError('invalid-argument', `quantiles must ascend, got ${ascending.join(', ')}`);
    });
    if (this.#count === 0 || Number.isNaN(this.#sum)) return ascending.map(() => Number.NaN);
    const found: number[] = [];
    const counts = this.#counts ?? new Uint32Array(shareBins);
    let before = 0;
    let target = (ascending[0] ?? 2) * this.#count;
    for (let bin = 0; bin < shareBins && found.length < ascending.length; bin++) {
      const count = counts[bin] ?? 0;
      if (count === 0) continue;
      while (found.length < ascending.length && target <= before + count) {
        found.push((bin + (target - before) / count) / shareBins);
        target = (ascending[found.length] ?? 2) * this.#count;
      }
      before += count;
    }
    while (found.length < ascending.length) found.push(1);
    return found;
  }
}

/** The statistics of one layer's gate from its shares over all z and over z < 0. */
export function gateStatistics(all: ShareHistogram, negative: ShareHistogram): GateStatistics {
  return {
    mean: all.mean,
    mean_negative: negative.mean,
    quantiles: all.quantiles(gateQuantiles),
    quantiles_negative: negative.quantiles(gateQuantiles),
  };
}
