/** Rows that the average remembers: as many new ones count as much as all before. */
const memory = 8;

/**
 * Density that the next rows will probably have: the mean over all rows seen as long as they are few, then one in which older rows count
 * less and less. Rows of one net differ, and now and then a single one is all that is seen.
 */
export class DensityAverage {
  #mean: readonly number[] | undefined;
  #rows = 0;

  /** Undefined before any row. */
  get mean(): readonly number[] | undefined {
    return this.#mean;
  }

  /** Takes in the mean densities of so many new rows. */
  add(densities: readonly number[], rows: number): void {
    const weight = rows / (rows + this.#rows);
    this.#mean = densities.map((density, place) => {
      const before = this.#mean?.[place] ?? density;
      return before + weight * (density - before);
    });
    this.#rows = Math.min(memory, this.#rows + rows);
  }
}
