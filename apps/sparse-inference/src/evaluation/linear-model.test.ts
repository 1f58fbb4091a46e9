import { softmax } from '@reluctant/metrics';
import { type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import { balancedClassWeights } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { smallPrepared } from '../testing/small-table.js';
import { constantAnswers, linearAnswers } from './baselines.js';
import { fitLogistic, fitRidge } from './linear-model.js';
import { scoreModels } from './score-models.js';

interface Fitted {
  readonly features: GoldenArray;
  readonly asked: GoldenArray;
  readonly answers: GoldenArray;
}

interface Golden {
  readonly cases: readonly (Fitted & {
    readonly name: string;
    readonly classes: number;
    readonly balanced: boolean;
    readonly labels: readonly number[];
  })[];
  readonly ridge: Fitted & { readonly targets: GoldenArray };
}

const golden = readGolden<Golden>(new URL('../../fixtures/linear-models.json', import.meta.url));
const floats = (array: GoldenArray): Float32Array => Float32Array.from(goldenNumbers(array));
const rowsOf = ({ shape }: GoldenArray): number => shape[0] ?? 0;

function largestDifference(answers: Float64Array, wanted: GoldenArray): number {
  const numbers = goldenNumbers(wanted);
  expect(answers).toHaveLength(numbers.length);
  return answers.reduce((most, answer, at) => Math.max(most, Math.abs(answer - (numbers[at] ?? Number.NaN))), 0);
}

test.each(golden.cases)(
  "$name: probabilities are those of scikit-learn's LogisticRegression(C=1) within 1e-6",
  ({ classes, balanced, labels: given, features, asked, answers }) => {
    const labels = Int32Array.from(given);
    const weights = balanced ? balancedClassWeights(labels, classes) : undefined;
    const scores = fitLogistic({ features: floats(features), labels, rows: labels.length }, classes, weights);
    const probabilities = softmax(scores(floats(asked), rowsOf(asked)), classes);
    expect(largestDifference(probabilities, answers)).toBeLessThan(1e-6);
  },
);

test("values are those of scikit-learn's Ridge(alpha=1) within 1e-6", () => {
  const { features, targets, asked, answers } = golden.ridge;
  const scores = fitRidge({ features: floats(features), targets: floats(targets), rows: rowsOf(features) });
  expect(largestDifference(scores(floats(asked), rowsOf(asked)), answers)).toBeLessThan(1e-6);
});

test.each(['weather', 'humidity'] as const)('on %s the linear model beats the constant answer', (target) => {
  const prepared = smallPrepared(target);
  const { models } = scoreModels(
    prepared,
    [
      { name: 'linear', answers: linearAnswers(prepared, undefined) },
      { name: 'constant', answers: constantAnswers(prepared) },
    ],
    0,
  );
  const [linear, constant] = models.map(({ scores }) => (scores.log_loss ?? scores.rmse)?.value ?? Number.NaN);
  expect(linear).toBeLessThan(0.9 * (constant ?? 0));
});
