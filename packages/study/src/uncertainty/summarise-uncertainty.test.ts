import { parseStrategies } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { makeStudyData } from '../data/make-study-data.js';
import { dataOfRun, requireLabels } from '../data/study-data.js';
import type { Predictions } from '../rows/predictions.js';
import { uncertaintySummarySchema } from '../summary/uncertainty-summary.js';
import { smallStudy } from '../testing/small-study.js';
import { summariseUncertainty } from './summarise-uncertainty.js';

const strategies = parseStrategies(['relu', 'stoch']);
const config = smallStudy({
  ...{ strategies, n_samples: 100, n_runs: 6, data_seeds: 2, passes: 3, shifts: [1], ensemble: 3 },
});
const data = makeStudyData(config);

/** Confident in the right class, more so for later runs; equally unsure when shifted. */
function predictions(run: number): Predictions {
  const { labels } = requireLabels(dataOfRun(data, run).validation);
  const right = 0.8 + run / 100;
  const set = (p: number) => ({
    logMean: Float32Array.from(
      [...labels].flatMap((label) => (label === 0 ? [p, 1 - p] : [1 - p, p])),
      Math.log,
    ),
    expectedEntropy: Float32Array.from(labels, () => 0.3),
  });
  return new Map([
    ['usual', set(right)],
    ['shifted_1', set(0.55)],
  ]);
}

test('methods are single nets and ensembles of what draws nothing; pairs are groups of runs on one data set', () => {
  const summary = summariseUncertainty({ config, data, predictionsOf: (_, run) => predictions(run) });
  expect(summary.methods.map(({ name, kind, passes }) => [name, kind, passes])).toEqual([
    ['relu', 'deterministic', 1],
    ['stoch', 'stochastic', 3],
    ['ensemble of 3 relu', 'ensemble', 3],
  ]);
  expect(summary.methods.map(({ accuracy }) => accuracy.n)).toEqual([6, 6, 2]);
  const [nll, , , shift] = summary.comparisons;
  expect(nll?.quantity).toBe('nll');
  expect(nll?.comparisons.map(({ strategy, n }) => [strategy, n])).toEqual([
    ['stoch', 2],
    ['ensemble of 3 relu', 2],
  ]);
  // −ln is convex: the mean net is at least as good as its members on average.
  expect(nll?.comparisons[1]?.mean_difference).toBeLessThan(0);
  expect(shift?.quantity).toBe('shift_auroc');
  expect(summary.comparisons.map(({ quantity, margin }) => [quantity, margin])).toEqual([
    ['nll', 0.01],
    ['ece', 0.005],
    ['error_auroc', 0.02],
    ['shift_auroc', 0.02],
  ]);
  expect(summary.methods[0]?.shifted[0]?.shift_auroc.mean).toBe(1);
  expect(uncertaintySummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
});

test('a diverged run makes its ensemble count as diverged and does not affect the others', () => {
  const summary = summariseUncertainty({
    config,
    data,
    predictionsOf: (strategy, run) => (strategy === 'relu' && run === 2 ? undefined : predictions(run)),
  });
  expect(summary.methods.map(({ accuracy }) => accuracy.n)).toEqual([5, 6, 1]);
  // Its group counts against the baseline, and there is no ensemble either: no difference between those two.
  const [nll] = summary.comparisons;
  expect(nll?.comparisons.map(({ strategy, n, diverged }) => [strategy, n, diverged])).toEqual([
    ['stoch', 2, [1, 0]],
    ['ensemble of 3 relu', 1, [1, 1]],
  ]);
});
