import type { FeedForward } from './feed-forward.js';

/** The share of ReLU in force when a model runs. */
export interface ShareInForce {
  /** Share of ReLU in [0, 1]; `gate` = the gate, or a user's own activation, decides. */
  readonly share: number | 'gate';
  /** True to use the share for every z, whatever the model's domain (the ReLU tail of a switch does). */
  readonly domainAll: boolean;
}

/** A model with its weights, and the share in force: the input of `predict` and `exportOnnx`. */
export interface TrainedModel {
  readonly model: FeedForward;
  /** Flat, in the order of `parameterLayout`. */
  readonly parameters: Float32Array;
  /** The share in force at the last training step. Absent if unknown. */
  readonly inForce?: ShareInForce;
}
