/** Rows in the memory of the average: this many new rows weigh as much as all earlier ones. */
const memory = 8;

/**
 * The expected density of the next rows: the mean over all rows at first, then an average in which older rows weigh
 * less. Single rows of one net vary, so one row must not replace the average.
 */
export class DensityAverage {
  #mean: readonly number[] | undefined;
  #rows = 0;

  /** Undefined before any row. */
  get mean(): readonly number[] | undefined {
    return this.#mean;
  }

  /** Adds the mean densities of this many new rows. */
  add(densities: readonly number[], rows: number): void {
    const weight = rows / (rows + this.#rows);
    this.#mean = densities.map((density, place) => {
      const before = this.#mean?.[place] ?? density;
      return before + weight * (density - before);
    });
    this.#rows = Math.min(memory, this.#rows + rows);
  }
}
