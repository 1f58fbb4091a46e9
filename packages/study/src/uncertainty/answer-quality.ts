import {
  accuracy,
  errorDetectionAuroc,
  expectedCalibrationError,
  logMeanProbability,
  type ReliabilityBin,
  reliabilityBins,
  shiftDetectionAuroc,
} from '@reluctant/metrics';
import type { Predictions, SetPredictions } from '../rows/predictions.js';

/** Quality of the predictions of one net or ensemble on one set. */
export interface SetQuality {
  readonly accuracy: number;
  readonly nll: number;
  readonly ece: number;
  readonly entropy: number;
  readonly mutual_information: number;
}

/** The same on a shifted copy of the set. */
export interface ShiftQuality extends SetQuality {
  readonly shift: number;
  readonly shift_auroc: number;
  readonly shift_auroc_mutual_information: number;
}

/** Quality of the predictions of one net or ensemble. */
export interface AnswerQuality extends SetQuality {
  readonly error_auroc: number;
  readonly shifted: readonly ShiftQuality[];
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Scores predictions against labels. Scores of errors and shifts are the entropy of the predictive mean (total
 * uncertainty) and the mutual information (disagreement between passes or members).
 */
export function answerQuality(
  predictions: Predictions,
  labels: Int32Array,
  shifts: readonly number[],
): AnswerQuality | undefined {
  const usual = predictions.get('usual');
  if (usual === undefined) return undefined;
  const classes = usual.logMean.length / labels.length;
  const scores = uncertaintiesOf(usual, classes);
  return {
    ...setQuality(usual, scores, labels, classes),
    error_auroc: errorDetectionAuroc(scores.entropy, usual.logMean, labels, classes),
    bins: reliabilityBins(probabilitiesOf(usual), labels, classes),
    shifted: shifts.flatMap((shift): ShiftQuality[] => {
      const moved = predictions.get(`shifted_${shift}`);
      if (moved === undefined) return [];
      const own = uncertaintiesOf(moved, classes);
      return [
        {
          shift,
          ...setQuality(moved, own, labels, classes),
          shift_auroc: shiftDetectionAuroc(scores.entropy, own.entropy),
          shift_auroc_mutual_information: shiftDetectionAuroc(scores.mutualInformation, own.mutualInformation),
        },
      ];
    }),
  };
}

/** Predictions of several nets as one: the mean of their means, expected entropies likewise. */
export function ensembleOf(members: readonly Predictions[]): Predictions {
  const [first] = members;
  const average = (vectors: readonly Float32Array[]): Float32Array => {
    const sum = new Float64Array(vectors[0]?.length ?? 0);
    for (const vector of vectors) {
      for (let i = 0; i < vector.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? Number.NaN) / vectors.length;
    }
    return Float32Array.from(sum);
  };
  return new Map(
    [...(first?.keys() ?? [])].map((set) => {
      const own = members.flatMap((member) => member.get(set) ?? []);
      return [
        set,
        {
          logMean: Float32Array.from(logMeanProbability(own.map(({ logMean }) => logMean))),
          expectedEntropy: average(own.map(({ expectedEntropy }) => expectedEntropy)),
        },
      ];
    }),
  );
}

interface Uncertainties {
  readonly entropy: Float64Array;
  readonly mutualInformation: Float64Array;
}

function probabilitiesOf({ logMean }: SetPredictions): Float64Array {
  return Float64Array.from(logMean, Math.exp);
}

function uncertaintiesOf(predictions: SetPredictions, classes: number): Uncertainties {
  const { expectedEntropy } = predictions;
  const mean = probabilitiesOf(predictions);
  const entropy = Float64Array.from(expectedEntropy, (_, row) => {
    let sum = 0;
    for (const p of mean.subarray(row * classes, (row + 1) * classes)) if (p > 0) sum -= p * Math.log(p);
    return sum;
  });
  // The difference is ≥ 0 by Jensen's inequality, but rounding to float32 may make it negative.
  const mutualInformation = entropy.map((total, row) => {
    const difference = total - (expectedEntropy[row] ?? Number.NaN);
    return difference > roundingOfEntropy ? difference : 0;
  });
  return { entropy, mutualInformation };
}

/** Bound for the error of a difference of entropies after rounding to float32. */
const roundingOfEntropy = 1e-6;

function setQuality(
  predictions: SetPredictions,
  { entropy, mutualInformation }: Uncertainties,
  labels: Int32Array,
  classes: number,
): SetQuality {
  const { logMean } = predictions;
  return {
    accuracy: accuracy(logMean, labels, classes),
    nll: -meanOf(Float64Array.from(labels, (label, row) => logMean[row * classes + label] ?? Number.NaN)),
    ece: expectedCalibrationError(probabilitiesOf(predictions), labels, classes),
    entropy: meanOf(entropy),
    mutual_information: meanOf(mutualInformation),
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
