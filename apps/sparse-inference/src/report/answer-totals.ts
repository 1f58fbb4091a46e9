import type { RowAnswers } from '../inference/row-answers.js';

/** What a model answered over all rows: how often each class, or mean and range of the values. */
export class AnswerTotals {
  readonly #counts: Map<string, number> | undefined;
  #values = 0;
  #sum = 0;
  #least = Infinity;
  #greatest = -Infinity;

  /** @param classes - names of the classes; undefined for real numbers */
  constructor(classes: readonly string[] | undefined) {
    this.#counts = classes && new Map(classes.map((name) => [name, 0]));
  }

  add(answers: RowAnswers): void {
    if (answers.task === 'classification') {
      for (const label of answers.labels) this.#counts?.set(label, (this.#counts.get(label) ?? 0) + 1);
      return;
    }
    for (const value of answers.values) {
      this.#values++;
      this.#sum += value;
      this.#least = Math.min(this.#least, value);
      this.#greatest = Math.max(this.#greatest, value);
    }
  }

  /** The number of rows of each class, or `mean`, `least` and `greatest`. */
  result(): Readonly<Record<string, number>> {
    if (this.#counts !== undefined) return Object.fromEntries(this.#counts);
    return { mean: this.#sum / this.#values, least: this.#least, greatest: this.#greatest };
  }
}
