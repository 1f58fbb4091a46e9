import { screenBlock, screenHeadBytes, screenNormBytes, screenRows } from '../generated/sparse-abi.js';
import type { SparsePrecision, SparseStage } from './sparse-stage.js';

/** Which stages get a screen, and how it is used. Tests make screens of small stages, and bounds that are too small. */
export interface ScreenSettings {
  /** Smaller stages stay in a cache, where the float32 weights are read as fast as the screen. */
  readonly leastWeights: number;
  /** With fewer inputs the bounds of a row take as long as its products. */
  readonly leastInputs: number;
  /** Factor of every bound; 1 is right. */
  readonly factor: number;
  /**
   * Largest share of candidates at which screening is faster than computing all units, for weights in a cache and in
   * main memory.
   */
  readonly limits: Readonly<Record<SparsePrecision, { readonly cached: number; readonly memory: number }>>;
}

/** The screens of programs. */
export const usualScreens: ScreenSettings = {
  leastWeights: 2 ** 18,
  leastInputs: 128,
  factor: 1,
  limits: {
    float32: { cached: 0.45, memory: 0.5 },
    bfloat16: { cached: 0.25, memory: 0.12 },
    int8: { cached: 0, memory: 0 },
  },
};

/** Layers with fewer weights are taken to stay in the last-level cache. */
const cachedWeights = 2 ** 22;

/** The limit of a stage. */
export function limitOf(
  { inputs, outputs }: SparseStage,
  precision: SparsePrecision,
  { limits }: ScreenSettings,
): number {
  return limits[precision][inputs * outputs < cachedWeights ? 'cached' : 'memory'];
}

/** With more inputs the rounding of sums would need a bound of its own. */
const mostInputs = 2 ** 20;

/** True for a stage whose zeros a screen can certify: dense inputs, ReLU behind it, weights wider than the screen's. */
export function takesScreen(
  { inputs, outputs, activation }: SparseStage,
  byOutput: boolean,
  precision: SparsePrecision,
  { leastWeights, leastInputs }: ScreenSettings,
): boolean {
  const rectified = activation === 'relu' || activation === 'gated';
  const sized = inputs >= leastInputs && inputs <= mostInputs && inputs * outputs >= leastWeights;
  return byOutput && rectified && precision !== 'int8' && sized;
}

/** Bytes of four rows. */
export function fourRowsBytes(rowLength: number): number {
  return screenRows * rowLength + screenNormBytes * Math.ceil(rowLength / screenBlock);
}

/** Bytes of the screen of a stage whose rows of weights have this length. */
export function screenBytes(rowLength: number, outputs: number): number {
  return screenHeadBytes + Math.ceil(outputs / screenRows) * fourRowsBytes(rowLength);
}
