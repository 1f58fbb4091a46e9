import { invalidArgument } from '@reluctant/errors';
import { largestIndex } from './accuracy.js';
import { checkLabels } from './cross-entropy.js';

/** One bar of a reliability diagram. */
export interface ReliabilityBin {
  /** The bin holds confidences in (low, high]; the first one also 0. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean confidence of the rows in the bin; NaN if there are none. */
  readonly confidence: number;
  /** Share of these rows that were classified correctly; NaN if there are none. */
  readonly accuracy: number;
}

/**
 * Reliability diagram: rows by confidence (their largest probability) in equal bins (Guo et al., arXiv 1706.04599).
 *
 * @param probabilities - row-major [rows, classes]
 * @param bins - default 15
 * @throws ReluctantError if sizes do not match, a label is not a class, or `bins` is not a positive integer
 */
export function reliabilityBins(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  bins = 15,
): ReliabilityBin[] {
  checkLabels(probabilities, labels, classes);
  if (!Number.isInteger(bins) || bins < 1) throw invalidArgument('bins', 'a positive integer', bins);
  const counts = new Float64Array(bins);
  const confidences = new Float64Array(bins);
  const rights = new Float64Array(bins);
  for (let row = 0; row < labels.length; row++) {
    const predicted = largestIndex(probabilities, row * classes, classes);
    const confidence = probabilities[row * classes + predicted] ?? Number.NaN;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    counts[bin] = (counts[bin] ?? 0) + 1;
    confidences[bin] = (confidences[bin] ?? 0) + confidence;
    rights[bin] = (rights[bin] ?? 0) + (predicted === labels[row] ? 1 : 0);
  }
  return Array.from(counts, (count, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    count,
    confidence: (confidences[bin] ?? 0) / count,
    accuracy: (rights[bin] ?? 0) / count,
  }));
}

/**
 * Expected calibration error: Σ (count/rows)·|accuracy − confidence| over {@link reliabilityBins}; NaN without rows.
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  bins = 15,
): number {
  let sum = 0;
  for (const bin of reliabilityBins(probabilities, labels, classes, bins)) {
    if (bin.count > 0) sum += bin.count * Math.abs(bin.accuracy - bin.confidence);
  }
  return sum / labels.length;
}

/** Mean of −ln p[label] over the rows, in nats; +∞ where a label was given probability 0; NaN without rows. */
export function negativeLogLikelihood(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): number {
  checkLabels(probabilities, labels, classes);
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    sum -= Math.log(probabilities[row * classes + (labels[row] ?? 0)] ?? Number.NaN);
  }
  return sum / labels.length;
}

/**
 * Brier's score in its first form: mean over rows of Σ_c (p_c − [c = label])², in [0, 2]. For two classes it is twice
 * scikit-learn's `brier_score_loss`. NaN without rows.
 */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number {
  checkLabels(probabilities, labels, classes);
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const target = labels[Math.floor(i / classes)] === i % classes ? 1 : 0;
    sum += ((probabilities[i] ?? Number.NaN) - target) ** 2;
  }
  return sum / labels.length;
}
