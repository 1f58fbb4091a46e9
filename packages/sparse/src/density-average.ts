/**
 * The mean density of rows over all of them at first, then an average in which older rows weigh less. Single rows of
 * one net vary, so one row must not replace the average.
 */
export class DensityAverage {
  /** Rows in the memory of the average: this many new rows weigh as much as all earlier ones. */
  readonly #memory: number;
  #mean: number[] | undefined;
  #rows = 0;

  /** @param memory - Infinity for the mean over all rows */
  constructor(memory: number) {
    this.#memory = memory;
  }

  /** Undefined before any row. Changes with the next rows. */
  get mean(): readonly number[] | undefined {
    return this.#mean;
  }

  /** Adds the mean densities of this many new rows. */
  add(densities: readonly number[], rows: number): void {
    const weight = rows / (rows + this.#rows);
    this.#rows = Math.min(this.#memory, this.#rows + rows);
    const mean = this.#mean;
    if (mean === undefined) {
      this.#mean = [...densities];
      return;
    }
    // In place: this runs for every row.
    for (let place = 0; place < mean.length; place++) {
      const before = mean[place] ?? 0;
      mean[place] = before + weight * ((densities[place] ?? before) - before);
    }
  }

  /** The rows that come weigh as if there had been none. */
  forget(): void {
    this.#rows = 0;
  }
}
