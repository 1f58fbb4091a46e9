import type { activationCodes, precisionCodes } from '../generated/sparse-abi.js';

/** How the weights of a program are held. Sums are float32, for `int8` exact 32-bit integers. */
export type SparsePrecision = keyof typeof precisionCodes;

/** What follows the sums of a stage. `gated` is relu(x·W) ⊙ (x·Wu), the first half of a gated FFN block. */
export type SparseActivation = keyof typeof activationCodes;

/** An affine map as PyTorch holds it. */
export interface AffineMap {
  /** [outputs, inputs], row-major. */
  readonly weight: Float32Array;
  /** [outputs]; zeros if absent. */
  readonly bias?: Float32Array;
}

/** One product with what follows it. */
export interface SparseStage extends AffineMap {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: SparseActivation;
  /** The second factor, of the same shape; present exactly when the activation is `gated`. */
  readonly up?: AffineMap;
}
