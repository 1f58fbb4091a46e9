import type { TrainedNet } from '../learning/train-net.js';
import type { Trial } from './trial.js';

/** Which trial of a search is deployed: see {@link Contenders}. */
export type ChosenBy = 'best' | 'sparse';

/** A finished trial with its net. */
export interface Contender {
  readonly trial: Trial;
  readonly net: TrainedNet;
  /** Loss of each validation row. */
  readonly losses: Float64Array;
  /** For one row, without those by zeros. */
  readonly multiplications: number;
}

/**
 * The trials of a search that may still be chosen: the best one, which has the lowest validation loss, and those that
 * are worse by at most one standard error of the difference, paired by row. The sparse one among them has the fewest
 * multiplications: the rule of one standard error of Breiman et al. (1984), with multiplications as the measure of a
 * simple model.
 */
export class Contenders {
  #within: readonly Contender[] = [];
  #best: Contender | undefined;

  /** Adds a trial and forgets those that cannot be chosen any more, with their nets. */
  add(contender: Contender): void {
    if (this.#best === undefined || meanOf(contender.losses) < meanOf(this.#best.losses)) this.#best = contender;
    const best = this.#best;
    this.#within = [...this.#within, contender].filter((other) => isWithin(other, best));
  }

  /** The trial with the lowest validation loss. */
  get best(): Contender | undefined {
    return this.#best;
  }

  /** The trial with the fewest multiplications among those within a standard error; the earlier of equals. */
  get sparse(): Contender | undefined {
    return this.#within.reduce<Contender | undefined>(
      (least, other) => (least === undefined || other.multiplications < least.multiplications ? other : least),
      undefined,
    );
  }
}

/** Whether the mean of the differences in loss is at most one standard error of it. */
function isWithin({ losses }: Contender, best: Contender): boolean {
  const differences = losses.map((loss, row) => loss - (best.losses[row] ?? Number.NaN));
  const mean = meanOf(differences);
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, losses.length - 1) / losses.length);
  return mean <= error;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
