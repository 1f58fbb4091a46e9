import { invalidOption } from '@reluctant/errors';
import type { BestEpoch } from '@reluctant/model';

/** How {@link EarlyStopping} chooses. */
interface StoppingOptions {
  /** Epochs to wait for a lower validation loss; undefined: nothing is kept and the training never stops early. */
  readonly patience: number | undefined;
  /** Of the checkpoint that the training continues from. */
  readonly best: BestEpoch | undefined;
  /**
   * Whether the net runs after an epoch, from 1, as after the last one: only such epochs are compared and waited for.
   */
  readonly runsAsAtTheEnd: (epoch: number) => boolean;
}

/**
 * Keeps the epoch with the lowest validation loss, and decides when a training has waited long enough for a lower one.
 *
 * A net that is deployed as ReLU after a tail has other losses before the tail, where it runs as SiLU or draws: these
 * would choose weights that were never fitted to the activation that they are used with. So an epoch counts only if the
 * share in force at its end is that of the end of the training: of a switch those within the tail, of an anneal the
 * last one alone, of a constant all.
 */
export class EarlyStopping {
  readonly #patience: number | undefined;
  readonly #runsAsAtTheEnd: (epoch: number) => boolean;
  #best: BestEpoch | undefined;

  /** @throws ReluctantError if the patience is no whole number of at least 1 */
  constructor({ patience, best, runsAsAtTheEnd }: StoppingOptions) {
    if (patience !== undefined && !(Number.isInteger(patience) && patience >= 1)) {
      throw invalidOption('patience', 'a whole number of at least 1', patience);
    }
    this.#patience = patience;
    this.#runsAsAtTheEnd = runsAsAtTheEnd;
    this.#best = patience === undefined ? undefined : best;
  }

  /** The best epoch so far; undefined without patience and before the first epoch that counts. */
  get best(): BestEpoch | undefined {
    return this.#best;
  }

  /** Whether the validation loss of an epoch is the lowest so far, so that the state after it is to be kept. */
  isBest(epoch: number, validationLoss: number): boolean {
    if (this.#patience === undefined || !this.#runsAsAtTheEnd(epoch)) return false;
    return validationLoss < (this.#best?.validationLoss ?? Number.POSITIVE_INFINITY);
  }

  keep(best: BestEpoch): void {
    this.#best = best;
  }

  /** Whether none of the last `patience` epochs that count, up to this one, had a lower validation loss. */
  isOver(epoch: number): boolean {
    if (this.#patience === undefined || this.#best === undefined) return false;
    let waited = 0;
    for (let after = this.#best.epoch + 1; after <= epoch; after++) waited += Number(this.#runsAsAtTheEnd(after));
    return waited >= this.#patience;
  }
}
