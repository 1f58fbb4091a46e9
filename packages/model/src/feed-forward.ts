import type { Gate, ModuleActivation, ShareUsage } from '@reluctant/activations';

/** A fully connected layer: y = x·Wᵀ + b. */
export interface DenseLayer {
  readonly kind: 'dense';
  /** Number of outputs. */
  readonly out: number;
}

/** A layer of a {@link FeedForward}. A further kind of layer (a gated FFN block) is a further member of this union. */
export type Layer = DenseLayer;

/** The layers of a {@link FeedForward}, without an activation. */
export interface FeedForwardLayers {
  /** Number of input features. */
  readonly inputs: number;
  /** At least one layer; the last one gives the outputs and has no activation. */
  readonly layers: readonly Layer[];
}

/**
 * A classifier or a regressor as plain data: layers one after another, an activation after each but the last, logits or
 * values at the end.
 */
export interface FeedForward extends FeedForwardLayers {
  /** How every hidden layer uses the share of ReLU. A gate adds its own parameters. */
  readonly activation: ShareUsage | ModuleActivation;
  /** What the last layer gives. Absent: logits of classes. `values`: real numbers, as a regressor learns them. */
  readonly outputs?: 'values';
}

/** The number of units of each hidden layer: the outputs of every layer but the last. */
export function hiddenWidths(model: FeedForwardLayers): readonly number[] {
  return model.layers.slice(0, -1).map((layer) => layer.out);
}

/** The number of outputs of the last layer, logits or values; 0 without layers. */
export function outputWidth(model: FeedForwardLayers): number {
  return model.layers.at(-1)?.out ?? 0;
}

/** The gate of a model's activation, or undefined if it has none (a user's own activation never has one). */
export function gateOf(model: FeedForward): Gate | undefined {
  return 'module' in model.activation ? undefined : model.activation.gate;
}

/** Number of outputs of a gate: two logits if the share is sampled (the first is ReLU's), one if it is mixed. */
export function gateOutputs(usage: ShareUsage): 1 | 2 {
  return usage.use === 'sample' ? 2 : 1;
}
