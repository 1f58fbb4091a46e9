import { lossSum } from './batch-loss';
import { forward } from './forward';
import { sigmoids } from './four-abreast';
import { gather } from './gather';
import { gateReadsElement, Layer, layerAt, lossSquaredError, passWidth, Program } from './program';
import {
  purposeEvaluate, resultBytes, resultLossSum, resultRight, shareBins, statisticsBytes, statisticsHistogram, statisticsNegativeHistogram,
  statisticsNegativeShareCount, statisticsNegativeShareSum, statisticsShareCount, statisticsShareSum, statisticsZeros,
} from '../generated/training';

/** Resets the results for a new evaluation. `shares`: true if the gate decides in it. */
export function clearResults(program: Program, shares: bool): void {
  memory.fill(program.results, 0, resultBytes);
  for (let l = 0; l < program.depth - 1; l++) {
    memory.fill(layerAt(program, l).statistics, 0, shares ? statisticsBytes : statisticsHistogram);
  }
}

/**
 * Evaluates rows first … first + count − 1 of a set in batches, adding to the results.
 *
 * `program.results` holds the sums over the set; `layer.statistics` holds those of a hidden layer and the histograms of
 * its shares. See abi/training.mjs.
 *
 * @param starts - for sparse rows, else 0
 * @param columns - likewise
 * @param logits - out: logits of all rows of the set, row-major [rows, outputs]
 * @param firstStep - step of the draws of the first batch
 */
export function evaluate(
  program: Program,
  features: usize,
  starts: usize,
  columns: usize,
  targets: usize,
  first: i32,
  count: i32,
  share: f32,
  domainAll: bool,
  firstStep: u32,
  logits: usize,
): void {
  const batchSize = program.batchSize;
  const stride = <usize>program.stride;
  const outputs = program.outputs;
  const output = layerAt(program, program.depth - 1);
  let step = firstStep;
  for (let done = 0; done < count; done += batchSize) {
    const rows = min(batchSize, count - done);
    const width = passWidth(rows);
    const start = first + done;
    gather(program, features, starts, columns, targets, 0, start, rows, width);
    forward(program, rows, width, share, domainAll, false, step, purposeEvaluate);
    step++;
    const loss = lossSum(program, rows, width);
    store<f64>(program.results, load<f64>(program.results, resultLossSum) + loss, resultLossSum);
    const out = logits + ((<usize>start * <usize>outputs) << 2);
    store<f64>(
      program.results,
      load<f64>(program.results, resultRight) + <f64>readLogits(program, output, out, rows),
      resultRight,
    );
    for (let l = 0; l < program.depth - 1; l++) {
      const layer = layerAt(program, l);
      countZeros(layer, rows, stride, width);
      if (isNaN(share)) countShares(program, layer, rows, width);
    }
  }
}

/**
 * Copies the logits to row-major order; counts the rows whose largest logit (ties go to the first) is that of their
 * label, none with squared error.
 */
function readLogits(program: Program, output: Layer, out: usize, rows: i32): i32 {
  const stride = <usize>program.stride;
  const outputs = program.outputs;
  const labelled = program.loss != lossSquaredError;
  let right = 0;
  for (let b = 0; b < rows; b++) {
    const column = <usize>b << 2;
    let place = output.z + column;
    let best = load<f32>(place);
    let winner = 0;
    store<f32>(out, best);
    for (let c = 1; c < outputs; c++) {
      place += stride;
      const value = load<f32>(place);
      store<f32>(out + (<usize>c << 2), value);
      if (value > best) {
        best = value;
        winner = c;
      }
    }
    out += <usize>outputs << 2;
    right += i32(labelled && winner == load<i32>(program.targets + column));
  }
  return right;
}

/** Adds the number of exact zeros of h. Padding rows are excluded. */
function countZeros(layer: Layer, rows: i32, stride: usize, width: usize): void {
  const zero = f32x4.splat(0);
  let counts = i32x4.splat(0);
  let h = layer.h;
  for (let unit = 0; unit < layer.units; unit++) {
    // A mask is −1 where it is set.
    for (let b: usize = 0; b < width; b += 16) counts = i32x4.sub(counts, f32x4.eq(v128.load(h + b), zero));
    h += stride;
  }
  const total =
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3) -
    (<i32>(width >> 2) - rows) * layer.units;
  store<f64>(layer.statistics, load<f64>(layer.statistics, statisticsZeros) + <f64>total, statisticsZeros);
}

/** Offset from a bin of one histogram to that of the other. */
const negativeBin: usize = statisticsNegativeHistogram - statisticsHistogram;

/**
 * Adds the noise-free shares of the gate, σ(logit), rows ascending, to sums and histograms. A NaN is added to the sums
 * only.
 */
function countShares(program: Program, layer: Layer, rows: i32, width: usize): void {
  const stride = <usize>program.stride;
  const shares = program.gateDelta;
  if (program.gate != gateReadsElement) {
    countRowShares(program, layer, rows, width);
    return;
  }
  sigmoids(shares, layer.gateLogit, layer.units, stride, width);
  countElementShares(layer, shares, rows, stride);
}

/**
 * The same for a gate that reads elements. Four rows at a time yield the addresses of their bins, the sums of their
 * shares and the counts; a remainder of fewer than four uses the same code with the other lanes masked.
 *
 * The sign of z selects the histogram without a branch, which would often be mispredicted.
 */
function countElementShares(layer: Layer, shares: usize, rows: i32, stride: usize): void {
  const statistics = layer.statistics;
  let z = layer.z;
  let low = f64x2.splat(0);
  let high = low;
  let negativeLow = low;
  let negativeHigh = low;
  let counted = i32x4.splat(0);
  let negativeCounted = counted;
  const zero = f32x4.splat(0);
  const negativeOffset = i32x4.splat(<i32>negativeBin);
  const firstBin = i32x4.splat(<i32>(statistics + statisticsHistogram));
  for (let unit = 0; unit < layer.units; unit++) {
    for (let b = 0; b < rows; b += 4) {
      const column = <usize>b << 2;
      const within = i32x4.gt_s(i32x4.splat(rows - b), i32x4(0, 1, 2, 3));
      const share = v128.and(v128.load(shares + column), within);
      const below = v128.and(f32x4.lt(v128.load(z + column), zero), within);
      const isNumber = v128.and(f32x4.eq(share, share), within);
      low = f64x2.add(low, f64x2.promote_low_f32x4(share));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<u64>(share, share, 1, 0)));
      const negative = v128.and(share, below);
      negativeLow = f64x2.add(negativeLow, f64x2.promote_low_f32x4(negative));
      negativeHigh = f64x2.add(negativeHigh, f64x2.promote_low_f32x4(v128.shuffle<u64>(negative, negative, 1, 0)));
      // A mask is −1 where it is set.
      counted = i32x4.sub(counted, isNumber);
      negativeCounted = i32x4.sub(negativeCounted, v128.and(isNumber, below));
      const scaled = f32x4.mul(share, f32x4.splat(<f32>shareBins));
      const bin = i32x4.min_s(i32x4.trunc_sat_f32x4_s(scaled), i32x4.splat(shareBins - 1));
      const offset = i32x4.add(i32x4.shl(bin, 2), v128.and(below, negativeOffset));
      const address = i32x4.add(firstBin, offset);
      count(i32x4.extract_lane(address, 0), i32x4.extract_lane(isNumber, 0));
      count(i32x4.extract_lane(address, 1), i32x4.extract_lane(isNumber, 1));
      count(i32x4.extract_lane(address, 2), i32x4.extract_lane(isNumber, 2));
      count(i32x4.extract_lane(address, 3), i32x4.extract_lane(isNumber, 3));
    }
    shares += stride;
    z += stride;
  }
  store<f64>(statistics, load<f64>(statistics, statisticsShareSum) + laneTotal(low, high), statisticsShareSum);
  store<f64>(statistics, load<f64>(statistics, statisticsNegativeShareSum) + laneTotal(negativeLow, negativeHigh), statisticsNegativeShareSum);
  store<u32>(statistics, load<u32>(statistics, statisticsShareCount) + laneCount(counted), statisticsShareCount);
  store<u32>(statistics, load<u32>(statistics, statisticsNegativeShareCount) + laneCount(negativeCounted), statisticsNegativeShareCount);
}

/** Adds 1 to the bin if the mask is set. */
@inline
function count(address: i32, mask: i32): void {
  store<u32>(<usize>address, load<u32>(<usize>address) - mask);
}

@inline
function laneTotal(low: v128, high: v128): f64 {
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

@inline
function laneCount(counts: v128): u32 {
  return (
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3)
  );
}

/**
 * The same for a gate that reads the layer or nothing: one share serves the whole row, so its bins are updated once, by
 * the number of units.
 *
 * Four rows at a time: count their z below 0 and find the bin of their share; then add sums and bins row by row.
 */
function countRowShares(program: Program, layer: Layer, rows: i32, width: usize): void {
  const stride = <usize>program.stride;
  const shares = program.gateDelta;
  sigmoids(shares, layer.gateLogit, 1, stride, width);
  const units = layer.units;
  const statistics = layer.statistics;
  const zero = f32x4.splat(0);
  // The scratch for the rows' gate gradient is free here and holds bins and numbers of z below 0.
  const bins = program.gateHiddenDelta;
  const belows = bins + stride;
  for (let b: usize = 0; b < width; b += 16) {
    let below = i32x4.splat(0);
    let z = layer.z + b;
    for (let unit = 0; unit < units; unit++) {
      below = i32x4.sub(below, f32x4.lt(v128.load(z), zero));
      z += stride;
    }
    v128.store(belows + b, below);
    const bin = i32x4.trunc_sat_f32x4_s(f32x4.mul(v128.load(shares + b), f32x4.splat(<f32>shareBins)));
    v128.store(bins + b, i32x4.min_s(bin, i32x4.splat(shareBins - 1)));
  }
  let sum = load<f64>(statistics, statisticsShareSum);
  let negativeSum = load<f64>(statistics, statisticsNegativeShareSum);
  let counted = load<u32>(statistics, statisticsShareCount);
  let negativeCounted = load<u32>(statistics, statisticsNegativeShareCount);
  for (let b = 0; b < rows; b++) {
    const column = <usize>b << 2;
    const share = load<f32>(shares + column);
    const below = load<u32>(belows + column);
    sum += <f64>share * <f64>units;
    negativeSum += below > 0 ? <f64>share * <f64>below : 0;
    if (share != share) continue;
    counted += units;
    negativeCounted += below;
    const bin = statistics + statisticsHistogram + (<usize>load<u32>(bins + column) << 2);
    store<u32>(bin, load<u32>(bin) + units - below);
    store<u32>(bin, load<u32>(bin, negativeBin) + below, negativeBin);
  }
  store<f64>(statistics, sum, statisticsShareSum);
  store<f64>(statistics, negativeSum, statisticsNegativeShareSum);
  store<u32>(statistics, counted, statisticsShareCount);
  store<u32>(statistics, negativeCounted, statisticsNegativeShareCount);
}
