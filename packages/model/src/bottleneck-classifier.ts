import { usageOf } from '@reluctant/activations';
import { invalidOption, optionCheck } from '@reluctant/errors';
import type { FeedForward, FeedForwardLayers } from './feed-forward.js';

/** Options of {@link bottleneckClassifier}. */
export interface BottleneckClassifierOptions {
  /** Number of input features. */
  readonly nFeatures: number;
  /** Number of hidden layers. */
  readonly nLayers: number;
  /** Number of classes, i.e. of logits. */
  readonly nClasses: number;
  /** Units of every hidden layer, may exceed `nFeatures`. Default min(4, `nFeatures`). */
  readonly bottleneck?: number;
  /**
   * The activation after every hidden layer. Without it the result holds layers only, as `train` expects: there the
   * strategy sets the activation.
   */
  readonly activation?: FeedForward['activation'];
}

const checkOptions = optionCheck<BottleneckClassifierOptions>('bottleneckClassifier', {
  nFeatures: true,
  nLayers: true,
  nClasses: true,
  bottleneck: true,
  activation: true,
});

/**
 * The net of the post: n_features → b → … → b (`nLayers` hidden layers, b = `bottleneck`) → n_classes logits.
 *
 * With an `activation` it is a whole {@link FeedForward}; without one, the layers that `train` and a strategy complete.
 *
 * @throws ReluctantError when a number is not a positive integer, or there is no such option
 */
export function bottleneckClassifier(
  options: BottleneckClassifierOptions & Required<Pick<BottleneckClassifierOptions, 'activation'>>,
): FeedForward;
export function bottleneckClassifier(options: BottleneckClassifierOptions): FeedForwardLayers;
export function bottleneckClassifier(options: BottleneckClassifierOptions): FeedForwardLayers {
  checkOptions(options);
  const { nFeatures, nLayers, nClasses, bottleneck = Math.min(4, nFeatures), activation } = options;
  for (const [name, value] of Object.entries({ nFeatures, nLayers, nClasses, bottleneck })) {
    if (!Number.isInteger(value) || value < 1) {
      throw invalidOption(name, 'a positive integer', value);
    }
  }
  return {
    inputs: nFeatures,
    layers: [
      ...Array.from({ length: nLayers }, () => ({ kind: 'dense' as const, out: bottleneck })),
      { kind: 'dense', out: nClasses },
    ],
    // A model keeps only the usage, without the activation's name and share.
    ...(activation && { activation: 'module' in activation ? activation : usageOf(activation) }),
  };
}
