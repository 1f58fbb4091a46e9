import type { SparseStage } from '@reluctant/kernels/sparse';

/**
 * When a batch is given to onnxruntime: a fixed model, never a timing at run time, so that the same calls take the same way on
 * every day. Nanoseconds per weight on one thread, measured with nets of 17 to 51 million weights (AMD EPYC, 2 cores; see
 * docs/sparse-performance.md); both sides gain alike from more threads, so the choice does not depend on them.
 */
const cost = {
  /** Reading and multiplying a row of weights by input for one row of the batch. */
  row: 0.28,
  /** The same for four rows of the batch at once. */
  tile: 0.42,
  /** Weights by output: reading, or multiplying for each row of the batch, whichever is more. */
  denseRead: 0.13,
  denseMultiply: 0.15,
  /** onnxruntime: reading, and multiplying for each row with wider instructions. */
  onnxRuntimeRead: 0.13,
  onnxRuntimeMultiply: 0.0125,
};

/** A call into onnxruntime, in nanoseconds. */
const onnxRuntimeCall = 15_000;

/** Nets of so many weights stay in the second-level cache from call to call; reading them costs less by the factor. */
const cachedWeights = 2 ** 18;
const cachedRead = 0.45;

/** Weights of a stage, without a gated stage's second factor. */
const weightsOf = ({ inputs, outputs }: SparseStage): number => inputs * outputs;

/** The units behind ReLU are listed and only the active ones read; any other input is dense. */
function densityInto(stages: readonly SparseStage[], densities: readonly number[], stage: number): number | undefined {
  const before = stages[stage - 1]?.activation;
  return before === 'relu' || before === 'gated' ? (densities[stage] ?? 1) : undefined;
}

/** Nanoseconds per weight for a tile of up to four rows. */
function tileCost(density: number | undefined, rows: number): number {
  if (density === undefined) return Math.max(cost.denseRead, cost.denseMultiply * rows);
  const inAny = 1 - (1 - density) ** rows;
  return Math.min(rows * density * cost.row, inAny * cost.tile);
}

/** Nanoseconds of a batch in our own kernels, without the factor of a net in cache. */
export function ownCost(stages: readonly SparseStage[], densities: readonly number[], rows: number): number {
  const tiles = Math.floor(rows / 4);
  const rest = rows % 4;
  return stages.reduce((sum, stage, index) => {
    const density = densityInto(stages, densities, index);
    const products = tiles * tileCost(density, 4) + (rest === 0 ? 0 : tileCost(density, rest));
    // The second factor of a gated stage: each row over its own active units.
    const up = stage.up === undefined ? 0 : (densities[index + 1] ?? 1) * rows * cost.row;
    return sum + weightsOf(stage) * (products + up);
  }, 0);
}

/** Nanoseconds of the same batch in onnxruntime's dense run, without the call and the factor of a net in cache. */
export function onnxRuntimeCost(stages: readonly SparseStage[], rows: number): number {
  const weights = stages.reduce((sum, stage) => sum + weightsOf(stage) * (stage.up === undefined ? 1 : 2), 0);
  return weights * (cost.onnxRuntimeRead + cost.onnxRuntimeMultiply * rows);
}

/**
 * True if the batch should be onnxruntime's.
 *
 * @param densities - share of non-zero units of the inputs and of each stage, as last seen
 */
export function preferOnnxRuntime(stages: readonly SparseStage[], densities: readonly number[], rows: number): boolean {
  // One row costs the same reads on either side, and ours fewer wherever anything is zero.
  if (rows === 1) return false;
  const weights = stages.reduce((sum, stage) => sum + weightsOf(stage), 0);
  const factor = weights <= cachedWeights ? cachedRead : 1;
  return onnxRuntimeCall + factor * onnxRuntimeCost(stages, rows) < factor * ownCost(stages, densities, rows);
}
