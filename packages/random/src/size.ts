import { ReluctantError } from '@reluctant/errors';

/** Number of draws: a count, or [rows, columns] for a flat row-major result. */
export type Size = number | readonly number[];

/**
 * Number of draws in a size.
 *
 * @throws ReluctantError (`invalid-argument`) unless every dimension is a whole number ≥ 0
 */
export function drawCount(size: Size): number {
  const dimensions = typeof size === 'number' ? [size] : size;
  for (const dimension of dimensions) {
    if (!Number.isSafeInteger(dimension) || dimension < 0) {
      const message = `size must consist of whole numbers of at least 0, got ${dimension}`;
      throw new ReluctantError('invalid-argument', message, { path: ['size'], received: dimension });
    }
  }
  return dimensions.reduce((product, dimension) => product * dimension, 1);
}
