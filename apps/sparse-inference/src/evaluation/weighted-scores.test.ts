import { macroAuroc, macroF1 } from '@reluctant/metrics';
import { RandomState } from '@reluctant/random';
import { expect, test } from 'vitest';
import { weightedAuroc, weightedMacroF1, weightedMean } from './weighted-scores.js';

const random = new RandomState(5);
const rows = 60;
const labels = Int32Array.from({ length: rows }, () => Number(random.randint(0, 3)));
const predicted = labels.map((label) => (Number(random.uniform()) < 0.6 ? label : Number(random.randint(0, 3))));
// Few different scores, so that there are ties.
const scores = Float64Array.from(
  labels,
  (label) => Math.round((label === 1 ? 3 : 0) + Number(random.uniform()) * 6) / 9,
);
const counts = Uint32Array.from({ length: rows }, () => Number(random.randint(0, 4)));
const repeated = [...counts].flatMap((count, row) => new Array<number>(count).fill(row));

test('scores over rows that count several times are those of the repeated rows within 1e-12', () => {
  const labelsOf = repeated.map((row) => labels[row] ?? 0);
  const f1 = macroF1(
    labelsOf,
    repeated.map((row) => predicted[row] ?? 0),
    3,
  );
  expect(weightedMacroF1(labels, predicted, 3, counts)).toBeCloseTo(f1, 12);
  const ones = labelsOf.map((label) => Number(label === 1));
  const probabilities = repeated.flatMap((row) => [1 - (scores[row] ?? 0), scores[row] ?? 0]);
  const area = weightedAuroc(scores, (row) => labels[row] === 1)(counts);
  expect(area).toBeCloseTo(macroAuroc(probabilities, ones, 2), 12);
  const mean = repeated.reduce((sum, row) => sum + (scores[row] ?? 0), 0) / repeated.length;
  expect(weightedMean(scores, counts)).toBeCloseTo(mean, 12);
});

test('a class without hits has F1 0, and an area without positive rows is NaN', () => {
  expect(weightedMacroF1([0, 0], [0, 0], 2, [1, 1])).toBe(0.5);
  expect(weightedAuroc([0.1, 0.2], () => false)([1, 1])).toBeNaN();
});
