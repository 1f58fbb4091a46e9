/** Multiplications by weights for one row. */
export interface Multiplications {
  /** If every weight is used. */
  readonly dense: number;
  /** If the weights of units at zero are skipped, on average over the rows whose zeros were counted. */
  readonly needed: number;
}

/**
 * The multiplications of a net for one row, Σ wₗ·wₗ₊₁ over its layers: all, and without those behind exact zeros.
 *
 * @param widths - units of every layer, inputs first
 * @param zeros - share of zeros of each hidden layer
 */
export function multiplicationsOf(widths: readonly number[], zeros: readonly number[]): Multiplications {
  let dense = 0;
  let needed = 0;
  for (let layer = 0; layer + 1 < widths.length; layer++) {
    const products = (widths[layer] ?? 0) * (widths[layer + 1] ?? 0);
    dense += products;
    // The inputs, layer 0, are all read.
    needed += products * (1 - (zeros[layer - 1] ?? 0));
  }
  return { dense, needed };
}
