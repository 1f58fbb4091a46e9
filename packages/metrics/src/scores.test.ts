import { expectAllClose, type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { macroAuroc } from './area-under-roc.js';
import { negativeLogLikelihood } from './calibration.js';
import { confusionMatrix, f1Scores, macroF1 } from './confusion-matrix.js';
import { meanAbsoluteError, meanSquaredError, rootMeanSquaredError, rSquared } from './regression.js';

interface Labels {
  readonly classes: number;
  readonly labels: readonly number[];
  readonly predicted: readonly number[];
  readonly confusion: readonly number[];
  readonly f1: readonly number[];
  readonly macro_f1: number;
}

interface Classification extends Labels {
  readonly kind: 'classification';
  readonly probabilities: GoldenArray;
  readonly log_loss: number;
  readonly auroc: number;
}

interface Regression {
  readonly kind: 'regression';
  readonly values: GoldenArray;
  readonly targets: GoldenArray;
  readonly rmse: number;
  readonly mae: number;
  readonly r2: number;
}

type Case = Classification | (Labels & { readonly kind: 'labels' }) | Regression;

const { cases } = readGolden<{ readonly cases: readonly Case[] }>(new URL('../fixtures/scores.json', import.meta.url));
const labelled = cases.filter((entry) => entry.kind !== 'regression');
const probable = cases.filter((entry) => entry.kind === 'classification');
const valued = cases.filter((entry) => entry.kind === 'regression');

describe('against scikit-learn', () => {
  it.each(labelled)('confusionMatrix of $classes classes is equal, f1Scores and macroF1 within 1e-15', (entry) => {
    const { labels, predicted, classes } = entry;
    expect([...confusionMatrix(labels, predicted, classes)]).toEqual(entry.confusion);
    expectAllClose(f1Scores(labels, predicted, classes), entry.f1, { absolute: 1e-15 });
    expectAllClose([macroF1(labels, predicted, classes)], [entry.macro_f1], { absolute: 1e-15 });
  });

  it.each(probable)('macroAuroc and negativeLogLikelihood of $classes classes within 1e-14', (entry) => {
    const probabilities = goldenNumbers(entry.probabilities);
    expectAllClose([macroAuroc(probabilities, entry.labels, entry.classes)], [entry.auroc], { absolute: 1e-14 });
    const loss = negativeLogLikelihood(probabilities, entry.labels, entry.classes);
    expectAllClose([loss], [entry.log_loss], { absolute: 1e-14 });
  });

  it.each(valued)('RMSE $rmse, MAE $mae, R² $r2 within 1e-12 relative', ({ values, targets, rmse, mae, r2 }) => {
    const given = [goldenNumbers(values), goldenNumbers(targets)] as const;
    const found = [rootMeanSquaredError(...given), meanAbsoluteError(...given), rSquared(...given)];
    expectAllClose(found, [rmse, mae, r2], { relative: 1e-12 });
    expectAllClose([meanSquaredError(...given)], [rmse ** 2], { relative: 1e-12 });
  });
});

describe('edges', () => {
  it('nothing to average is NaN, and R² needs two values', () => {
    expect(meanSquaredError([], [])).toBeNaN();
    expect(meanAbsoluteError([], [])).toBeNaN();
    expect(rSquared([1], [1])).toBeNaN();
  });

  it('a class without rows, or with all of them, has no AUROC', () => {
    expect(macroAuroc([0.5, 0.5, 0.2, 0.8], [1, 1], 2)).toBeNaN();
    expect(macroAuroc([0.5, 0.2, 0.3, 0.2, 0.1, 0.7], [0, 1], 3)).toBeNaN();
  });

  it('refuses what does not fit, in one sentence', () => {
    expect(() => meanSquaredError([1, 2], [1])).toThrow('expected as many targets as values: 2 values, got 1 targets');
    expect(() => confusionMatrix([0, 1], [0], 2)).toThrow('expected a prediction for each of 2 labels, got 1');
    expect(() => confusionMatrix([0, 2], [0, 0], 2)).toThrow('must be a class 0 … 1, got 2');
    expect(() => f1Scores([0, 1], [0, 1.5], 2)).toThrow('must be a class 0 … 1, got 1.5');
    expect(() => confusionMatrix([], [], 0)).toThrow('classes must be a positive integer, got 0');
    expect(() => macroAuroc([0.5, 0.5], [2], 2)).toThrow('label of row 0 must be a class 0 … 1, got 2');
  });
});
