import { optionCheck, ReluctantError } from '@reluctant/errors';
import { checkRows } from './cross-entropy.js';

/** Uncertainty of T stochastic passes for each row. Entropies in nats. */
export interface PredictiveUncertainty {
  /** Mean probabilities over the passes, row-major [rows, classes]. */
  readonly mean: Float64Array;
  /** Entropy of the mean: total uncertainty. One per row. */
  readonly entropy: Float64Array;
  /** Mean over the passes of their entropies: the uncertainty that more data would not remove. */
  readonly expectedEntropy: Float64Array;
  /** entropy − expectedEntropy ≥ 0, the passes' disagreement (BALD; Houlsby et al., arXiv 1112.5745). */
  readonly mutualInformation: Float64Array;
}

/** How the probabilities of several passes are laid out. */
export interface PassShape {
  /** Number of passes T, or of nets. */
  readonly passes: number;
  readonly classes: number;
}

const checkShape = optionCheck<PassShape>('predictiveUncertainty', { passes: true, classes: true });

/**
 * Predictive mean, entropy and mutual information of T passes.
 *
 * @param probabilities - row-major [passes, rows, classes]
 * @throws ReluctantError if the size is not passes · rows · classes
 */
export function predictiveUncertainty(probabilities: ArrayLike<number>, shape: PassShape): PredictiveUncertainty {
  checkShape(shape);
  const { passes, classes } = shape;
  checkRows(probabilities, classes);
  const rows = probabilities.length / (passes * classes);
  if (!Number.isInteger(rows)) {
    throw new ReluctantError(
      'invalid-argument',
      `expected ${passes} passes of rows of ${classes} classes, got ${probabilities.length} values`,
    );
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
  // ≥ 0 by Jensen's inequality, but not necessarily after rounding.
  const mutualInformation = entropy.map((total, row) => Math.max(0, total - (expectedEntropy[row] ?? Number.NaN)));
  return { mean, entropy, expectedEntropy, mutualInformation };
}

/**
 * Logarithm of the mean probability over T passes or nets: ln (1/T Σ e^l), finite where the probabilities themselves
 * underflow.
 *
 * @param logProbabilities - one vector per pass, all of one length
 * @throws ReluctantError if there are none, or their lengths differ
 */
export function logMeanProbability(logProbabilities: readonly ArrayLike<number>[]): Float64Array {
  const [first] = logProbabilities;
  if (first === undefined || logProbabilities.some(({ length }) => length !== first.length)) {
    throw new ReluctantError('invalid-argument', 'expected one vector of log probabilities or more, all of one length');
  }
  return Float64Array.from(first, (_, i) => {
    let max = Number.NEGATIVE_INFINITY;
    for (const vector of logProbabilities) max = Math.max(max, vector[i] ?? Number.NaN);
    if (max === Number.NEGATIVE_INFINITY) return max;
    let sum = 0;
    for (const vector of logProbabilities) sum += Math.exp((vector[i] ?? Number.NaN) - max);
    return max + Math.log(sum / logProbabilities.length);
  });
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
