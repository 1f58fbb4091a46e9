import type { EpochRow } from '@reluctant/metrics';

/** Least time between two lines of progress, in milliseconds. */
const interval = 1000;

/** Lines of progress of a training: at most one a second with the time left, and one for the last epoch. */
export class EpochNotes {
  readonly #epochs: number;
  readonly #note: (sentence: string) => void;
  readonly #began = performance.now();
  #noted = this.#began;

  constructor(epochs: number, note: (sentence: string) => void) {
    this.#epochs = epochs;
    this.#note = note;
  }

  tell({ epoch, train_loss, val_loss, val_accuracy, sparsity }: EpochRow): void {
    const now = performance.now();
    if (now - this.#noted < interval && epoch < this.#epochs) return;
    this.#noted = now;
    const left = Math.ceil(((now - this.#began) / epoch / 1000) * (this.#epochs - epoch));
    const quality =
      val_accuracy === undefined || Number.isNaN(val_accuracy)
        ? `error ${val_loss.toFixed(4)}`
        : `accuracy ${val_accuracy.toFixed(4)}`;
    this.#note(
      `epoch ${epoch} of ${this.#epochs}: loss ${train_loss.toFixed(3)}, ${quality}, zeros ${(sparsity * 100).toFixed(1)} %${epoch < this.#epochs ? `, ${left} s left` : ''}`,
    );
  }
}
