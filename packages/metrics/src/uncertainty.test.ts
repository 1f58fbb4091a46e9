import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { golden } from '../fixtures/golden.js';
import { areaUnderRoc, shiftDetectionAuroc } from './area-under-roc.js';
import { predictiveUncertainty } from './uncertainty.js';

describe('predictiveUncertainty', () => {
  it('mean, entropies and mutual information within 1e-13 of SciPy', () => {
    for (const { probabilities, passes, classes, ...expected } of golden.passes) {
      const found = predictiveUncertainty(probabilities, { passes, classes });
      expectAllClose(found.mean, expected.mean, { absolute: 1e-13 });
      expectAllClose(found.entropy, expected.entropy, { absolute: 1e-13 });
      expectAllClose(found.expectedEntropy, expected.expected_entropy, { absolute: 1e-13 });
      expectAllClose(found.mutualInformation, expected.mutual_information, { absolute: 1e-13 });
    }
  });

  it('certain passes that disagree have ln 2 of mutual information, passes that agree none', () => {
    const { entropy, mutualInformation } = predictiveUncertainty([1, 0, 0.3, 0.7, 0, 1, 0.3, 0.7], {
      passes: 2,
      classes: 2,
    });
    expectAllClose(mutualInformation, [Math.LN2, 0], { absolute: 1e-15 });
    expect(entropy[0]).toBeCloseTo(Math.LN2, 15);
  });

  it('refuses a size that is not passes × rows × classes', () => {
    expect(() => predictiveUncertainty([1, 0, 1, 0, 1, 0], { passes: 2, classes: 2 })).toThrow(
      'expected 2 passes of rows of 2 classes, got 6 values',
    );
  });
});

describe('areaUnderRoc', () => {
  it('with many ties is within 1e-13 of scikit-learn', () => {
    for (const { scores, positive, area } of golden.roc) {
      expectAllClose([areaUnderRoc(scores, positive)], [area], { absolute: 1e-13 });
    }
  });

  it('is 1 for perfect order, 0 for reverse, ½ for all ties, infinities included', () => {
    expect(areaUnderRoc([1, 2, Number.POSITIVE_INFINITY], [0, 1, 1])).toBe(1);
    expect(areaUnderRoc([1, 2, 3], [true, false, false])).toBe(0);
    expect(areaUnderRoc([2, 2, 2], [0, 1, 1])).toBe(0.5);
    expect(shiftDetectionAuroc([1, 2], [3, 4, 2])).toBe(5.5 / 6);
  });

  it('is NaN without positives, without negatives, or with a NaN score', () => {
    expect(areaUnderRoc([1, 2], [0, 0])).toBeNaN();
    expect(areaUnderRoc([1, 2], [1, 1])).toBeNaN();
    expect(areaUnderRoc([1, Number.NaN], [0, 1])).toBeNaN();
    expect(() => areaUnderRoc([1, 2], [1])).toThrow('expected 2 labels for 2 scores, got 1');
  });
});
