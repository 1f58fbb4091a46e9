import { RandomArgumentError } from './random-argument-error.js';

/** How many draws: a count, or [rows, columns], whose result is flat and row-major. */
export type Size = number | readonly number[];

/**
 * Number of draws in a size.
 *
 * @throws RandomArgumentError unless every dimension is a whole number ≥ 0
 */
export function drawCount(size: Size): number {
  const dimensions = typeof size === 'number' ? [size] : size;
  for (const dimension of dimensions) {
    if (!Number.isSafeInteger(dimension) || dimension < 0) {
      throw new RandomArgumentError(
        'size',
        `size must be made of whole numbers of at least 0, got ${String(dimension)}`,
      );
    }
  }
  return dimensions.reduce((product, dimension) => product * dimension, 1);
}
