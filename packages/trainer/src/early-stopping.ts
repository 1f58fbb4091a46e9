import { invalidOption } from '@reluctant/errors';
import type { BestEpoch } from '@reluctant/model';

/** Keeps the epoch with the lowest validation loss, and decides when a training has waited long enough for a lower one. */
export class EarlyStopping {
  readonly #patience: number | undefined;
  #best: BestEpoch | undefined;

  /**
   * @param patience - epochs to wait for a lower validation loss; undefined: nothing is kept and the training never stops early
   * @param best - of the checkpoint that the training continues from
   * @throws ReluctantError if the patience is no whole number of at least 1
   */
  constructor(patience: number | undefined, best: BestEpoch | undefined) {
    if (patience !== undefined && !(Number.isInteger(patience) && patience >= 1)) {
      throw invalidOption('patience', 'a whole number of at least 1', patience);
    }
    this.#patience = patience;
    this.#best = patience === undefined ? undefined : best;
  }

  /** The best epoch so far; undefined without patience and before the first epoch. */
  get best(): BestEpoch | undefined {
    return this.#best;
  }

  /** Whether a validation loss is the lowest so far, so that the state after its epoch is to be kept. */
  isBest(validationLoss: number): boolean {
    return this.#patience !== undefined && validationLoss < (this.#best?.validationLoss ?? Number.POSITIVE_INFINITY);
  }

  keep(best: BestEpoch): void {
    this.#best = best;
  }

  /** Whether no epoch of the last `patience` ones up to this one had a lower validation loss. */
  isOver(epoch: number): boolean {
    return this.#patience !== undefined && this.#best !== undefined && epoch - this.#best.epoch >= this.#patience;
  }
}
