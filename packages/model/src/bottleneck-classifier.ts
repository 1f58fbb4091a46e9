import { invalidOption, optionCheck } from '@reluctant/errors';
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

const checkOptions = optionCheck<BottleneckClassifierOptions>('bottleneckClassifier', {
  nFeatures: true,
  nLayers: true,
  nClasses: true,
  bottleneck: true,
  activation: true,
});

/**
 * The net of the post: n_features → b → … → b (`nLayers` hidden layers, b = min(`bottleneck`, `nFeatures`)) → n_classes.
 *
 * @throws ReluctantError when a number is not a positive integer, or there is no such option
 */
export function bottleneckClassifier(options: BottleneckClassifierOptions): FeedForward {
  checkOptions(options);
  const { nFeatures, nLayers, nClasses, bottleneck = 4, activation } = options;
  for (const [name, value] of Object.entries({ nFeatures, nLayers, nClasses, bottleneck })) {
    if (!Number.isInteger(value) || value < 1) {
      throw invalidOption(name, 'a positive integer', value);
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
