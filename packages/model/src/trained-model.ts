import type { FeedForward } from './feed-forward.js';

/** The share of ReLU that a model runs with. */
export interface ShareInForce {
  /** Share of ReLU in [0, 1]; `gate` = not set from outside: the gate, or a user's own activation, decides. */
  readonly share: number | 'gate';
  /** True to use the share for every z, whatever the model's domain (the ReLU tail of a switch does). */
  readonly domainAll: boolean;
}

/** A model with its weights, and what is needed to run it: what `predict` and `exportOnnx` take. */
export interface TrainedModel {
  readonly model: FeedForward;
  /** Flat, in the order of `parameterLayout`. */
  readonly parameters: Float32Array;
  /** What was in force at the last step of its training. Absent where that is not known. */
  readonly inForce?: ShareInForce;
}
