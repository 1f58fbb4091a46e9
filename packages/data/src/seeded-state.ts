import { option, ReluctantError, sentence, showValue } from '@reluctant/errors';
import type { RandomOrders } from '@reluctant/random';

/**
 * The generator of a `randomState` option: the given generator, a new one from a seed, or, for null, one with a seed
 * from the machine's random source.
 *
 * @param Generator - the class of a new one: the smallest that has what the caller draws
 * @throws ReluctantError for a seed outside [0, 2^32)
 */
export function seededState<State extends RandomOrders>(
  randomState: number | State | null,
  Generator: new (seed: number) => State,
): State {
  if (randomState === null) return new Generator(Math.floor(Math.random() * 2 ** 32));
  if (typeof randomState !== 'number') return randomState;
  if (!Number.isInteger(randomState) || randomState < 0 || randomState > 0xffffffff) {
    const message = sentence`${option('randomState')}: a seed must be between 0 and 2**32 - 1, got ${showValue(randomState)}`;
    throw new ReluctantError('invalid-option', message, { path: ['randomState'], received: randomState });
  }
  return new Generator(randomState);
}
