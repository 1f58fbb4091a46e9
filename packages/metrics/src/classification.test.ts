import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { golden } from '../fixtures/golden.js';
import { accuracy } from './accuracy.js';
import { errorDetectionAuroc } from './area-under-roc.js';
import { brierScore, expectedCalibrationError, negativeLogLikelihood, reliabilityBins } from './calibration.js';
import { softmax, softmaxCrossEntropy } from './cross-entropy.js';
import { sparsity } from './sparsity.js';
import { predictiveUncertainty } from './uncertainty.js';

describe.each(golden.classification)('$classes classes, against NumPy, SciPy and scikit-learn', (given) => {
  const { classes, logits, labels, probabilities } = given;

  it('softmaxCrossEntropy and softmax within 1e-13 relative', () => {
    const { mean, rows } = softmaxCrossEntropy(logits, labels, classes);
    expectAllClose(rows, given.losses, { relative: 1e-13, absolute: 1e-13 });
    const sum = given.losses.reduce((total, loss) => total + loss, 0);
    expectAllClose([mean], [sum / labels.length], { relative: 1e-13 });
    expectAllClose(softmax(logits, classes), probabilities, { relative: 1e-13 });
  });

  it('accuracy, Brier score and calibration error within 1e-12', () => {
    expect(accuracy(logits, labels, classes)).toBe(given.accuracy);
    expectAllClose([brierScore(probabilities, labels, classes)], [given.brier], { absolute: 1e-12 });
    expectAllClose([expectedCalibrationError(probabilities, labels, classes)], [given.expected_calibration_error], {
      absolute: 1e-12,
    });
  });

  it('error detection by entropy within 1e-12', () => {
    const { entropy } = predictiveUncertainty(probabilities, { passes: 1, classes });
    expectAllClose([errorDetectionAuroc(entropy, probabilities, labels, classes)], [given.error_auroc], {
      absolute: 1e-12,
    });
  });
});

it('negativeLogLikelihood within 1e-12 of scikit-learn where that clips nothing', () => {
  for (const { probabilities, labels, classes, negative_log_likelihood } of golden.classification.slice(0, 2)) {
    expectAllClose([negativeLogLikelihood(probabilities, labels, classes)], [negative_log_likelihood], {
      absolute: 1e-12,
    });
  }
});

describe('edges', () => {
  it('logits of 1e5 do not overflow, and a correct row has loss 0', () => {
    expect(softmaxCrossEntropy([1e5, -1e5], [0], 2).mean).toBe(0);
    expect(softmaxCrossEntropy([1e5, -1e5], [1], 2).mean).toBe(2e5);
    expect(softmaxCrossEntropy([Number.NaN, 0], [1], 2).mean).toBeNaN();
  });

  it('the first of equal logits wins', () => {
    expect(accuracy([1, 1, 2, 2], [0, 1], 2)).toBe(0.5);
    expect(accuracy([0, 3, 3], [1], 3)).toBe(1);
  });

  it('sparsity counts 0 and −0, nothing else', () => {
    expect(sparsity([0, -0, 5e-324, Number.NaN, 1])).toBe(0.4);
    expect(sparsity([])).toBeNaN();
  });

  it('a certain wrong row has infinite negative log-likelihood, Brier score 2, calibration error 1', () => {
    expect(negativeLogLikelihood([1, 0], [1], 2)).toBe(Number.POSITIVE_INFINITY);
    expect(brierScore([1, 0], [1], 2)).toBe(2);
    expect(expectedCalibrationError([1, 0], [1], 2)).toBe(1);
  });

  it('a confidence on an edge belongs to the lower bin', () => {
    const bins = reliabilityBins([0.5, 0.5, 0.75, 0.25], [0, 1], 2, 4);
    expect(bins.map((bin) => bin.count)).toEqual([0, 1, 1, 0]);
    expect(bins[1]).toEqual({ low: 0.25, high: 0.5, count: 1, confidence: 0.5, accuracy: 1 });
    expect(bins[2]?.accuracy).toBe(0);
    expect(bins[0]?.confidence).toBeNaN();
  });

  it('refuses sizes and labels that do not match', () => {
    expect(() => accuracy([1, 2, 3], [0], 2)).toThrow('expected rows of 2 classes, got 3 values');
    expect(() => accuracy([1, 2], [0, 1], 2)).toThrow('expected one label per row: 1 rows, got 2 labels');
    expect(() => softmaxCrossEntropy([1, 2], [2], 2)).toThrow('label of row 0 must be a class 0 … 1, got 2');
    expect(() => reliabilityBins([1, 0], [0], 2, 0)).toThrow('bins must be a positive integer, got 0');
  });
});
