import { RandomState } from '@reluctant/random';
import { DataArgumentError } from './data-argument-error.js';

/**
 * The generator of a `randomState` option: itself, a new one from a seed, or, for null, one whose seed the machine draws.
 *
 * @throws DataArgumentError for a seed outside [0, 2^32)
 */
export function seededState(randomState: number | RandomState | null): RandomState {
  if (randomState === null) return new RandomState(Math.floor(Math.random() * 2 ** 32));
  if (typeof randomState !== 'number') return randomState;
  if (!Number.isInteger(randomState) || randomState < 0 || randomState > 0xffffffff) {
    throw new DataArgumentError(
      'randomState',
      `randomState: a seed must be between 0 and 2**32 - 1, got ${randomState}`,
    );
  }
  return new RandomState(randomState);
}
