import { invalidArgument, optionCheck } from '@reluctant/errors';
import { RandomStream, type StreamKey } from '@reluctant/random';

/** Identifies an epoch of a run, and the batch size. */
export interface BatchOptions {
  /** Rows in a batch; the last batch may have fewer. */
  readonly batchSize: number;
  /** Seed of the study and index of the run. */
  readonly key: StreamKey;
  /** Index of the epoch. Each epoch has its own order. */
  readonly epoch: number;
}

const checkOptions = optionCheck<BatchOptions>('batches', { batchSize: true, key: true, epoch: true });

/**
 * The batches of one epoch: row indices in a fresh random order, cut into `batchSize`; the last short batch is kept.
 *
 * The order is a function of (seed, run, epoch) only (`RandomStream.order`, purpose `shuffle`), so epochs can be
 * computed in any order, on any thread, and again after a resume.
 *
 * @throws ReluctantError unless nRows is a whole number of at least 0, batchSize one of at least 1, and seed, run and
 * epoch are
 *   unsigned 32-bit integers
 */
export function* batches(nRows: number, options: BatchOptions): Generator<Uint32Array, void, undefined> {
  checkOptions(options);
  const { batchSize, key, epoch } = options;
  for (const [name, value, least] of [
    ['nRows', nRows, 0],
    ['batchSize', batchSize, 1],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw invalidArgument(name, `a whole number of at least ${least}`, value);
    }
  }
  const order = new RandomStream(key, 'shuffle').order(nRows, epoch);
  for (let first = 0; first < nRows; first += batchSize) yield order.subarray(first, first + batchSize);
}
