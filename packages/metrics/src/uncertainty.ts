import { checkRows } from './cross-entropy.js';

/** What T stochastic passes say about each row. Entropies in nats. */
export interface PredictiveUncertainty {
  /** Mean probabilities over the passes, row-major [rows, classes]. */
  readonly mean: Float64Array;
  /** Entropy of the mean: total uncertainty. One per row. */
  readonly entropy: Float64Array;
  /** Mean over the passes of their entropies: what more data about the weights would not remove. */
  readonly expectedEntropy: Float64Array;
  /** entropy − expectedEntropy ≥ 0, the passes' disagreement (BALD; Houlsby et al., arXiv 1112.5745). */
  readonly mutualInformation: Float64Array;
}

/**
 * Predictive mean, entropy and mutual information of T passes.
 *
 * @param probabilities - row-major [passes, rows, classes]
 * @throws RangeError when the size is not passes · rows · classes
 */
export function predictiveUncertainty(
  probabilities: ArrayLike<number>,
  shape: { readonly passes: number; readonly classes: number },
): PredictiveUncertainty {
  const { passes, classes } = shape;
  checkRows(probabilities, classes);
  const rows = probabilities.length / (passes * classes);
  if (!Number.isInteger(rows)) {
    throw new RangeError(`expected ${passes} passes of rows of ${classes} classes, got ${probabilities.length} values`);
  }
  const mean = new Float64Array(rows * classes);
  const expectedEntropy = new Float64Array(rows);
  for (let pass = 0; pass < passes; pass++) {
    for (let row = 0; row < rows; row++) {
      const from = (pass * rows + row) * classes;
      for (let c = 0; c < classes; c++) {
        const cell = row * classes + c;
        mean[cell] = (mean[cell] ?? 0) + (probabilities[from + c] ?? Number.NaN) / passes;
      }
      expectedEntropy[row] = (expectedEntropy[row] ?? 0) + entropyOf(probabilities, from, classes) / passes;
    }
  }
  const entropy = expectedEntropy.map((_, row) => entropyOf(mean, row * classes, classes));
  // Jensen makes it ≥ 0; rounding may not.
  const mutualInformation = entropy.map((total, row) => Math.max(0, total - (expectedEntropy[row] ?? Number.NaN)));
  return { mean, entropy, expectedEntropy, mutualInformation };
}

/** −Σ p ln p, with 0 ln 0 = 0. */
function entropyOf(probabilities: ArrayLike<number>, first: number, classes: number): number {
  let entropy = 0;
  for (let i = first; i < first + classes; i++) {
    const p = probabilities[i] ?? Number.NaN;
    if (p !== 0) entropy -= p * Math.log(p);
  }
  return entropy;
}
