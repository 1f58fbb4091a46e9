import type { SparsePrecision } from './sparse-stage.js';

/** Options of `createSparseProgram`. */
export interface SparseProgramOptions {
  /** Threads, the caller's included. Nets of less than 1 MiB of weights always use one. Default 1, at most 64. */
  readonly threads?: number;
  /** Default `float32`. */
  readonly precision?: SparsePrecision;
  /**
   * `active` (default): after ReLU only non-zero units. `all`: every unit, in the layout for dense products, as the
   * dense reference of benchmarks.
   */
  readonly multiply?: 'active' | 'all';
  /**
   * Whether single rows certify zeros from an int8 copy of the weights before ReLU, so that the weights of certified
   * units are not read. Results are the same bits. Default true; of layers with dense inputs and at least 262 144
   * weights, not for `int8` nor when multiplying `all`. It takes up to 27 % more memory than the layer's weights
   * (`bfloat16`: 54 %).
   */
  readonly certify?: boolean;
  /**
   * True if the calling thread may sleep while it waits for others. False on a browser's main thread, where it spins.
   * Default true.
   */
  readonly mayBlock?: boolean;
}
