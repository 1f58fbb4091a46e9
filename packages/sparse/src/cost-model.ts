import { productsForThreads } from '@reluctant/kernels/abi';
import type { SparseStage } from '@reluctant/kernels/sparse';

/**
 * When a batch is given to onnxruntime: a fixed model, never a timing at run time, so that the same calls take the same way on
 * every day. Nanoseconds per weight on one thread, fitted to batches of 2 to 32 rows of nets of 42 thousand to 51 million weights
 * at densities of 5 to 50 % (AMD EPYC, 2 cores; largest error 15 % for nets in main memory; see docs/sparse-performance.md).
 */
const cost = {
  /** Weights by input: reading and multiplying those of an active unit for one row of the batch. */
  row: 0.223,
  /** The same for four rows of the batch at once. */
  tile: 0.41,
  /** Weights by output: reading, or multiplying for each row of the batch, whichever is more. */
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
/** Activating and listing one unit of one row, in nanoseconds: felt only where layers are small. */
const unit = 1.3;

/**
 * Nets of up to so many weights (16 MiB) stay in the last-level cache from call to call, of more than four times as many in main
 * memory; between them costs go over into each other. In cache our streams cost this share, and onnxruntime's reading that.
 */
const cachedWeights = 2 ** 22;
const cachedRow = 0.65;
const cachedOnnxRuntimeRead = 0.21;

/** More threads make a call of both sides faster by this power of their number (two: 1.6×), from so much work on. */
const threadGain = 0.7;

/** Ours must promise to be so much faster: onnxruntime gets what is as good as equal, for nobody loses by that. */
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

/** A cost between that in cache and that in main memory. */
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

/** Products of a batch in our own kernels. */
function ownProducts(stages: readonly SparseStage[], densities: readonly number[], rows: number): number {
  return stages.reduce((sum, stage, index) => {
    const up = stage.up === undefined ? 0 : (densities[index + 1] ?? 1);
    return sum + rows * weightsOf(stage) * ((densityInto(stages, densities, index) ?? 1) + up);
  }, 0);
}

/**
 * Nanoseconds of a batch in our own kernels.
 *
 * @param densities - share of non-zero units of the inputs and of each stage
 */
export function ownCost(
  stages: readonly SparseStage[],
  densities: readonly number[],
  rows: number,
  threads: number,
): number {
  const place = byPlace(allWeights(stages), cachedRow, 1);
  const tiles = Math.floor(rows / 4);
  const rest = rows % 4;
  const total = stages.reduce((sum, stage, index) => {
    const density = densityInto(stages, densities, index);
    const products = tiles * tileCost(density, 4, place) + (rest === 0 ? 0 : tileCost(density, rest, place));
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
 * True if the batch should be onnxruntime's.
 *
 * @param densities - share of non-zero units of the inputs and of each stage, as last seen
 * @param threads - of either side
 */
export function preferOnnxRuntime(
  stages: readonly SparseStage[],
  densities: readonly number[],
  rows: number,
  threads: number,
): boolean {
  // One row costs the same reads on either side, and ours fewer wherever anything is zero.
  if (rows === 1) return false;
  return onnxRuntimeCost(stages, rows, threads) < favour * ownCost(stages, densities, rows, threads);
}

/** Looks may take this share of the time of the batches that onnxruntime answers. */
const shareOfLooks = 0.01;

/**
 * What a batch that onnxruntime answers counts towards the next look (one row in our own kernels, which alone see how many units are
 * active): a look is due when the counts have reached 1. 0 where no density could bring batches of so many rows back, since the dense
 * layers alone take longer here.
 */
export function lookDue(
  stages: readonly SparseStage[],
  densities: readonly number[],
  rows: number,
  threads: number,
): number {
  const nothingActive = densities.map(() => 0);
  if (preferOnnxRuntime(stages, nothingActive, rows, threads)) return 0;
  return (shareOfLooks * onnxRuntimeCost(stages, rows, threads)) / ownCost(stages, densities, 1, threads);
}
