import {
  shareBins, statisticsHistogram, statisticsNegativeHistogram, statisticsNegativeShareCount, statisticsNegativeShareSum,
  statisticsShareCount, statisticsShareSum,
} from '../generated/training';
import { layerAt, Program } from './program';

/**
 * Quantiles of the gate's shares of every hidden layer, from the histograms of the last evaluation: over all z, then
 * over z < 0.
 *
 * Method: that of `ShareHistogram.quantiles` in @reluctant/metrics, in float64 and in its order of operations: with N
 * shares, the quantile q is the point below which q·N of them lie, linear inside a bin; 1 if no bin reaches it; NaN
 * without shares or if the sum is NaN. Bins are skipped sixteen at a time; counts are integers, so the sums are exact.
 *
 * @param levels - float64[count], ascending
 * @param out - float64 [hidden layer][all, negative][count]
 */
export function shareQuantiles(program: Program, levels: usize, count: i32, out: usize): void {
  const size = <usize>count << 3;
  for (let l = 0; l < program.depth - 1; l++) {
    const statistics = layerAt(program, l).statistics;
    const all = statistics + statisticsHistogram;
    const negative = all + (statisticsNegativeHistogram - statisticsHistogram);
    quantiles(
      all,
      negative,
      load<f64>(statistics, statisticsShareSum),
      load<u32>(statistics, statisticsShareCount),
      levels,
      count,
      out,
    );
    quantiles(
      negative,
      0,
      load<f64>(statistics, statisticsNegativeShareSum),
      load<u32>(statistics, statisticsNegativeShareCount),
      levels,
      count,
      out + size,
    );
    out += 2 * size;
  }
}

/** @param more - a second histogram whose counts are added to those of the first; 0: none */
function quantiles(bins: usize, more: usize, sum: f64, total: u32, levels: usize, count: i32, out: usize): void {
  const end = levels + (<usize>count << 3);
  if (total == 0 || isNaN(sum)) {
    for (; levels < end; levels += 8) {
      store<f64>(out, NaN);
      out += 8;
    }
    return;
  }
  let before: f64 = 0;
  let bin = 0;
  while (bin < shareBins && levels < end) {
    const target = load<f64>(levels) * <f64>total;
    if ((bin & 15) == 0) {
      const group = <f64>(sumOf16(bins + (<usize>bin << 2)) + (more ? sumOf16(more + (<usize>bin << 2)) : 0));
      if (target > before + group) {
        before += group;
        bin += 16;
        continue;
      }
    }
    const place = <usize>bin << 2;
    const within = <f64>(load<u32>(bins + place) + (more ? load<u32>(more + place) : 0));
    if (within > 0 && target <= before + within) {
      store<f64>(out, (<f64>bin + (target - before) / within) / <f64>shareBins);
      out += 8;
      levels += 8;
    } else {
      before += within;
      bin++;
    }
  }
  for (; levels < end; levels += 8) {
    store<f64>(out, 1);
    out += 8;
  }
}

@inline
function sumOf16(bins: usize): u32 {
  const low = i32x4.add(v128.load(bins), v128.load(bins, 16));
  const high = i32x4.add(v128.load(bins, 32), v128.load(bins, 48));
  const sums = i32x4.add(low, high);
  const pairs = i32x4.add(sums, v128.shuffle<u32>(sums, sums, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}
