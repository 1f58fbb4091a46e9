import { productsForThreads } from '@reluctant/kernels/abi';
import type { SparseStage, StageScreen } from '@reluctant/kernels/sparse';

/**
 * Decides when a batch is handed over to onnxruntime. A fixed model, not a timing at run time, so that equal calls
 * always use the same implementation. Nanoseconds per weight on one thread, fitted to batches of 2 to 32 rows of nets
 * of 42 thousand to 51 million weights at densities of 5 to 50 % (AMD EPYC, 2 cores; largest error 15 % for nets in
 * main memory; see docs/sparse-performance.md).
 */
const cost = {
  /** Weights by input: reading and multiplying the weights of an active unit for one row of the batch. */
  row: 0.223,
  /** The same for four rows of the batch at once. */
  tile: 0.41,
  /** Weights by output: reading, or multiplying for each row of the batch, whichever takes longer. */
  denseRead: 0.13,
  denseMultiply: 0.134,
  /** Weights by output of the second factor of a gated stage, for an active unit of a row. */
  up: 0.258,
  /** onnxruntime: reading, and multiplying for each row with wider instructions. */
  onnxRuntimeRead: 0.167,
  onnxRuntimeMultiply: 0.0098,
};

/** A call into onnxruntime, in nanoseconds. */
const onnxRuntimeCall = 15_000;
/** Activating and listing one unit of one row, in nanoseconds; matters only for small layers. */
const unit = 1.3;

/**
 * Nets with up to this many weights (16 MiB) stay in the last-level cache between calls; nets with more than four times
 * as many stay in main memory. Costs are interpolated in between. In cache, the two factors below apply to the
 * session's kernels and to onnxruntime's reads.
 */
const cachedWeights = 2 ** 22;
const cachedRow = 0.65;
const cachedOnnxRuntimeRead = 0.21;

/** Above this amount of work, more threads speed up both sides by this power of their number (two threads: 1.6×). */
const threadGain = 0.7;

/** The session's kernels must be predicted to be faster by this factor; onnxruntime gets nearly equal cases. */
const favour = 1.15;

/** Weights of a stage, without a gated stage's second factor. */
const weightsOf = ({ inputs, outputs }: SparseStage): number => inputs * outputs;

/** All weights of a net, second factors included. */
const allWeights = (stages: readonly SparseStage[]): number =>
  stages.reduce((sum, stage) => sum + weightsOf(stage) * (stage.up === undefined ? 1 : 2), 0);

/** The units behind ReLU are listed and only the active ones read; any other input is dense. */
function densityInto(stages: readonly SparseStage[], densities: readonly number[], stage: number): number | undefined {
  const before = stages[stage - 1]?.activation;
  return before === 'relu' || before === 'gated' ? (densities[stage] ?? 1) : undefined;
}

/** A cost interpolated between cache and main memory. */
function byPlace(weights: number, cached: number, memory: number): number {
  const share = Math.log2(weights / cachedWeights) / 2;
  return cached + (memory - cached) * Math.min(1, Math.max(0, share));
}

/** Nanoseconds per weight for a tile of up to four rows. */
function tileCost(density: number | undefined, rows: number, place: number): number {
  if (density === undefined) return Math.max(cost.denseRead * place, cost.denseMultiply * rows);
  const inAny = 1 - (1 - density) ** rows;
  return place * Math.min(rows * density * cost.row, inAny * cost.tile);
}

/** Time of a screen that certifies zeros, of the time that its layer takes without. */
const shareOfScreen = 0.26;

/** The share of a layer's weights that a single row is expected to read; all of them while no row has been screened. */
export function shareRead(screen: StageScreen | undefined): number {
  return screen?.pays && screen.units > 0 ? shareOfScreen + screen.candidates : 1;
}

/** Products of a batch in the session's kernels. */
function ownProducts(stages: readonly SparseStage[], densities: readonly number[], rows: number): number {
  return stages.reduce((sum, stage, index) => {
    const up = stage.up === undefined ? 0 : (densities[index + 1] ?? 1);
    return sum + rows * weightsOf(stage) * ((densityInto(stages, densities, index) ?? 1) + up);
  }, 0);
}

/**
 * Nanoseconds of a batch in the session's kernels.
 *
 * @param densities - share of non-zero units of the inputs and of each stage
 * @param reads - of single rows: the share of each dense stage that is read, where zeros are certified
 */
export function ownCost(
  stages: readonly SparseStage[],
  densities: readonly number[],
  rows: number,
  threads: number,
  reads: readonly number[] = [],
): number {
  const place = byPlace(allWeights(stages), cachedRow, 1);
  const tiles = Math.floor(rows / 4);
  const rest = rows % 4;
  const total = stages.reduce((sum, stage, index) => {
    const density = densityInto(stages, densities, index);
    const all = tiles * tileCost(density, 4, place) + (rest === 0 ? 0 : tileCost(density, rest, place));
    const products = rows === 1 ? all * (reads[index] ?? 1) : all;
    // The second factor of a gated stage: each row over its own active units.
    const up = stage.up === undefined ? 0 : (densities[index + 1] ?? 1) * rows * cost.up * place;
    return sum + weightsOf(stage) * (products + up) + rows * stage.outputs * unit;
  }, 0);
  const alone = ownProducts(stages, densities, rows) < productsForThreads;
  return alone ? total : total / threads ** threadGain;
}

/** Nanoseconds of the same batch in onnxruntime's dense run. */
export function onnxRuntimeCost(stages: readonly SparseStage[], rows: number, threads: number): number {
  const weights = allWeights(stages);
  const read = cost.onnxRuntimeRead * byPlace(weights, cachedOnnxRuntimeRead, 1);
  return onnxRuntimeCall + (weights * (read + cost.onnxRuntimeMultiply * rows)) / threads ** threadGain;
}

/**
 * True if the batch should be handed over to onnxruntime.
 *
 * @param densities - share of non-zero units of the inputs and of each stage, as last measured
 * @param threads - of either implementation
 * @param handOver - nanoseconds to send the batch to onnxruntime's thread and its results back
 */
export function preferOnnxRuntime(
  stages: readonly SparseStage[],
  densities: readonly number[],
  rows: number,
  threads: number,
  handOver = 0,
): boolean {
  // For one row both sides read the same weights, and the session's kernels read fewer if any unit is zero.
  if (rows === 1) return false;
  return handOver + onnxRuntimeCost(stages, rows, threads) < favour * ownCost(stages, densities, rows, threads);
}

/** Share of the time of onnxruntime's batches that density measurements may take. */
const shareOfLooks = 0.01;

/**
 * The contribution of a batch answered by onnxruntime towards the next density measurement (one row in the session's
 * own kernels, which alone count active units). A measurement is due when the contributions reach 1. 0 if no density
 * could make the session's kernels faster for such batches, because the dense layers alone take longer.
 */
export function lookDue(
  stages: readonly SparseStage[],
  densities: readonly number[],
  rows: number,
  threads: number,
  handOver = 0,
): number {
  const nothingActive = densities.map(() => 0);
  if (preferOnnxRuntime(stages, nothingActive, rows, threads, handOver)) return 0;
  return (shareOfLooks * onnxRuntimeCost(stages, rows, threads)) / ownCost(stages, densities, 1, threads);
}
