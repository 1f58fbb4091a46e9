/** Steps of one call: arrays with an entry per batch. */
export interface KernelEpoch {
  /** Indices into the training rows; batches are consecutive slices. */
  readonly rows: Uint32Array;
  /** Share of ReLU; NaN = the gate decides. */
  readonly share: Float32Array;
  /** 1 = domain `all` regardless of the shape's domain. */
  readonly domainAll: Uint8Array;
  /** lr / (1 − β1^t). */
  readonly stepSize: Float32Array;
  /** 1 / √(1 − β2^t). */
  readonly inverseRoot: Float32Array;
  /** lr / (1 − β1^t) of the gates, t counting the steps in which they decided. Default `stepSize`. */
  readonly gateStepSize?: Float32Array;
  /** 1 / √(1 − β2^t) of the gates. Default `inverseRoot`. */
  readonly gateInverseRoot?: Float32Array;
  /** lr·λ of decoupled weight decay: the part of every updated parameter that a step subtracts. Default 0. */
  readonly decay?: Float32Array;
  /** Optimiser steps executed before: the step of the first draws. */
  readonly firstStep: number;
}
