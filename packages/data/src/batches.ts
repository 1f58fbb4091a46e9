import { RandomStream, type StreamKey } from '@reluctant/random';
import { DataArgumentError } from './data-argument-error.js';

/** Which epoch of which run, cut how. */
export interface BatchOptions {
  /** Rows in a batch; the last may have fewer. */
  readonly batchSize: number;
  /** Seed of the study and index of the run. */
  readonly key: StreamKey;
  /** Index of the epoch: each has its own order. */
  readonly epoch: number;
}

/**
 * The batches of one epoch: row indices in a fresh random order, cut into `batchSize`; the last short batch is kept.
 *
 * The order is a function of (seed, run, epoch) and of nothing else (`RandomStream.order`, purpose `shuffle`), so that epochs can be
 * made in any order, on any thread, and again after a resume.
 *
 * @throws DataArgumentError unless nRows is a whole number of at least 0 and batchSize one of at least 1
 * @throws RandomArgumentError for a seed, run or epoch that is no unsigned 32-bit integer
 */
export function* batches(
  nRows: number,
  { batchSize, key, epoch }: BatchOptions,
): Generator<Uint32Array, void, undefined> {
  for (const [name, value, least] of [
    ['nRows', nRows, 0],
    ['batchSize', batchSize, 1],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new DataArgumentError(name, `${name} must be a whole number of at least ${least}, got ${value}`);
    }
  }
  const order = new RandomStream(key, 'shuffle').order(nRows, epoch);
  for (let first = 0; first < nRows; first += batchSize) yield order.subarray(first, first + batchSize);
}
