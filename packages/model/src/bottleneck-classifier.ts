import type { FeedForward } from './feed-forward.js';

/** Options of {@link bottleneckClassifier}. */
export interface BottleneckClassifierOptions {
  /** Number of input features. */
  readonly nFeatures: number;
  /** Number of hidden layers. */
  readonly nLayers: number;
  /** Number of classes: of logits. */
  readonly nClasses: number;
  /** Units of every hidden layer, never more than `nFeatures`. Default 4. */
  readonly bottleneck?: number;
  /** How every hidden layer uses the share of ReLU. */
  readonly activation: FeedForward['activation'];
}

/**
 * The net of the post: n_features → b → … → b (`nLayers` hidden layers, b = min(`bottleneck`, `nFeatures`)) → n_classes.
 *
 * @throws RangeError when a number is not a positive integer
 */
export function bottleneckClassifier(options: BottleneckClassifierOptions): FeedForward {
  const { nFeatures, nLayers, nClasses, bottleneck = 4, activation } = options;
  for (const [name, value] of Object.entries({ nFeatures, nLayers, nClasses, bottleneck })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${name} must be a positive integer, got ${value}`);
    }
  }
  const out = Math.min(bottleneck, nFeatures);
  return {
    inputs: nFeatures,
    layers: [
      ...Array.from({ length: nLayers }, () => ({ kind: 'dense' as const, out })),
      { kind: 'dense', out: nClasses },
    ],
    activation,
  };
}
