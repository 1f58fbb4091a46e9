import type { SparseStage } from '@reluctant/kernels/sparse';

/**
 * When a batch is given to onnxruntime: a fixed model, never a timing at run time, so that the same calls take the same way on
 * every day. All in units of "read one weight from memory on one thread".
 *
 * Ours, for a tile of r ≤ 4 rows at density d: min(r·d, tile · (1 − (1 − d)^r)) reads of each weight: each row by itself, or
 * every unit that is active in any row once for all. onnxruntime, for a whole batch of B: one read, and B multiplications that
 * its wider instructions do at `multiply` each.
 */
const tile = 1.6;
const multiply = 0.06;
const read = 1;
/** Fixed cost of a call into onnxruntime (about 15 µs), in weights. */
const onnxRuntimeCall = 60_000;
/** Weights in cache are read this much faster. */
const cached = 0.25;
/** Weights that stay in cache from call to call. */
const cacheWeights = 2 ** 18;

/** Relative cost of a batch in our own kernels. */
export function ownCost(stages: readonly SparseStage[], densities: readonly number[], rows: number): number {
  const tiles = Math.floor(rows / 4);
  const rest = rows % 4;
  return stages.reduce((sum, stage, index) => {
    const density = densities[index] ?? 1;
    const reads = (count: number) => Math.min(count * density, tile * (1 - (1 - density) ** count));
    const passes = tiles * reads(4) + (rest === 0 ? 0 : reads(rest));
    const gated = stage.up === undefined ? 0 : (densities[index + 1] ?? 1) * rows;
    return sum + stage.inputs * stage.outputs * (passes + gated);
  }, 0);
}

/** Relative cost of the same batch in onnxruntime. */
export function onnxRuntimeCost(stages: readonly SparseStage[], rows: number): number {
  const weights = stages.reduce(
    (sum, { inputs, outputs, up }) => sum + inputs * outputs * (up === undefined ? 1 : 2),
    0,
  );
  const readCost = weights <= cacheWeights ? cached : read;
  return onnxRuntimeCall + weights * (readCost + multiply * rows);
}

/**
 * True if the batch should be onnxruntime's.
 *
 * @param densities - share of non-zero units of the inputs and of each stage, as last seen
 */
export function preferOnnxRuntime(
  stages: readonly SparseStage[],
  densities: readonly number[],
  rows: number,
  _threads: number,
): boolean {
  // One row costs the same reads on either side, and ours fewer wherever anything is zero.
  if (rows === 1) return false;
  const weights = stages.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const factor = weights <= cacheWeights ? cached : read;
  return onnxRuntimeCost(stages, rows) < factor * ownCost(stages, densities, rows);
}
