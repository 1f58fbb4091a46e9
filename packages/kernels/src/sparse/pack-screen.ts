import { precisionCodes, screenBlock, screenHeadOffsets } from '../generated/sparse-abi.js';
import type { Exports } from '../generated/sparse-exports.js';
import type { StageLayout } from './memory-layout.js';
import type { SparsePrecision } from './sparse-stage.js';

/** Unit roundoff of float32. */
const roundoff = 2 ** -24;

/** Relative error of a sum of n roundings: γₙ. */
const gamma = (count: number): number => (count * roundoff) / (1 - count * roundoff);

/**
 * What rounding adds to the bound of a row, relative to the products of norms: Γ = 2 (γ_N + γ_K). A product of the
 * kernels (dot-products.ts) goes through N = length / 8 + 3 roundings before the bias is added, a term of the screen
 * through K = blocks + 4. docs/certified-skipping.md derives both.
 */
export function screenGrowth(rowLength: number): number {
  return 2 * (gamma(rowLength / 8 + 3) + gamma(Math.ceil(rowLength / screenBlock) + 4));
}

/** float32, not below a positive number. */
const rounded = (value: number): number => Math.fround(value * (1 + 2 ** -22));

/**
 * Writes the screen of a stage from its packed weights: the int8 copy (assembly/sparse/pack-screen.ts) and its head.
 *
 * @param kernels - an instance on the memory
 * @param use - factor of every bound, and the largest share of candidates at which the screen is used
 */
export function packScreen(
  kernels: Exports,
  memory: ArrayBufferLike,
  outputs: number,
  { weights, rowLength, screen }: StageLayout,
  precision: SparsePrecision,
  use: { readonly factor: number; readonly limit: number },
): void {
  const squares = kernels.packScreen(weights, precisionCodes[precision], rowLength, outputs, screen);
  const view = new DataView(memory, screen);
  const head = { largestNorm: rounded(Math.sqrt(squares)), growth: rounded(screenGrowth(rowLength)) };
  for (const [name, value] of Object.entries({ ...head, ...use })) {
    view.setFloat32(screenHeadOffsets[name as keyof typeof screenHeadOffsets], value, true);
  }
}
