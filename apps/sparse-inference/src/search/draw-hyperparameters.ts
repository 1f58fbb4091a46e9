import { RandomState } from '@reluctant/random';
import type { Hyperparameters } from '../learning/hyperparameters.js';

/** Values of hyperparameters that a user fixed, which a search leaves alone. */
export type FixedHyperparameters = Partial<Hyperparameters>;

/** Widths of hidden layers among which a search chooses. */
const widths = [16, 32, 64, 128, 256];

/** Numbers of hidden layers. */
const depths = [1, 2, 3];

/**
 * Draws the hyperparameters of the trials of a search without end, by NumPy's generator. The first trial has the
 * defaults, so that a search is not worse than none on the validation set. Of the others:
 *
 * - width: one of 16 … 256, hidden layers: 1 to 3, with equal probabilities
 * - learning rate: 0.0005 to 0.01, L1: 0.01 to 1, uniform in the logarithm
 * - weight decay: 0 in half of the draws, else 0.01 to 1, uniform in the logarithm
 *
 * Every trial takes the same number of draws, so that a fixed value changes only itself.
 */
export function* drawHyperparameters(
  defaults: Hyperparameters,
  fixed: FixedHyperparameters,
  seed: number,
): Generator<Hyperparameters, never> {
  yield { ...defaults, ...fixed };
  const random = new RandomState(seed);
  const uniform = (): number => random.uniform();
  const oneOf = (values: readonly number[]): number => values[Math.floor(uniform() * values.length)] ?? 0;
  const between = (low: number, high: number): number => rounded(low * (high / low) ** uniform());
  for (;;) {
    const drawn = { width: oneOf(widths), n_layers: oneOf(depths), lr: between(0.0005, 0.01), l1: between(0.01, 1) };
    const isDecayed = uniform() < 0.5;
    const decay = between(0.01, 1);
    yield { ...drawn, weight_decay: isDecayed ? decay : 0, ...fixed };
  }
}

/** Two digits are enough to choose by and to write down. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
