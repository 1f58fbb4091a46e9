import type { activationCodes, precisionCodes } from '../generated/sparse-abi.js';

/** Precision of the weights in memory. Sums are float32, for `int8` exact 32-bit integers. */
export type SparsePrecision = keyof typeof precisionCodes;

/** The activation of a stage. `gated` is relu(x·W) ⊙ (x·Wu), the first half of a gated FFN block. */
export type SparseActivation = keyof typeof activationCodes;

/** An affine map in PyTorch's layout. */
export interface AffineMap {
  /** [outputs, inputs], row-major. */
  readonly weight: Float32Array;
  /** [outputs]; zeros if absent. */
  readonly bias?: Float32Array;
}

/** A product and its activation. */
export interface SparseStage extends AffineMap {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: SparseActivation;
  /** The second factor, of the same shape; present if and only if the activation is `gated`. */
  readonly up?: AffineMap;
}
