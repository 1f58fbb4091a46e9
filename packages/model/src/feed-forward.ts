import type { ModuleActivation, ShareUsage } from '@reluctant/activations';

/** A fully connected layer: y = x·Wᵀ + b. */
export interface DenseLayer {
  readonly kind: 'dense';
  /** Number of outputs. */
  readonly out: number;
}

/** A layer of a {@link FeedForward}. A further kind of layer (a gated FFN block) is a further member of this union. */
export type Layer = DenseLayer;

/**
 * A classifier as plain data: layers one after another, an activation after each but the last, logits at the end.
 */
export interface FeedForward {
  /** Number of input features. */
  readonly inputs: number;
  /** At least one layer; the last one gives the logits and has no activation. */
  readonly layers: readonly Layer[];
  /** How every hidden layer uses the share of ReLU; its gate, if any, brings the gate parameters. */
  readonly activation: ShareUsage | ModuleActivation;
}
