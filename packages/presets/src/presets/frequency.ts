import { type FinishedPart, lossUnit, type StrategySummary, type StudySummary } from '@reluctant/study';
import { condenseComparisons } from '../prose/describe-comparison.js';
import { decimal, markdownTable, named } from '../prose/words.js';
import type { Preset } from './preset.js';

const periods = [
  { name: 'every_step', every: 1, unit: 'step' },
  { name: 'every_8_steps', every: 8, unit: 'step' },
  { name: 'every_epoch', every: 1, unit: 'epoch' },
  { name: 'every_5_epochs', every: 5, unit: 'epoch' },
  { name: 'every_20_epochs', every: 20, unit: 'epoch' },
] as const;
const granularities = ['element', 'unit', 'layer'] as const;

/** The frequency and granularity of alternation between ReLU and SiLU. */
export const frequency: Preset = {
  name: 'frequency',
  question: 'How often and how finely must ReLU and SiLU take turns for a net to work with either?',
  settings: {
    strategies: [
      ...granularities.map((granularity) => ({ name: `dice_${granularity}`, strategy: 'stoch', granularity })),
      ...periods.map((period) => ({ ...period, strategy: 'alternate', from: 'silu', to: 'relu' })),
      'relu',
      'silu',
    ],
    // An even multiple of twenty, so that every alternation ends with ReLU.
    epochs: 80,
    n_runs: 100,
    data_seeds: 100,
    holdout: 0.2,
    test: ['relu', 'silu', 'same'],
    compare_by: 'loss@relu',
  },
  caveats: [
    '`dice_element`, `dice_unit` and `dice_layer` draw ReLU or SiLU with equal probability, independently for each element, for each unit and batch, or for each layer and batch. `every_…` alternates without sampling; all of them end with ReLU, so a slow alternation is tested on the activation that it used last.',
  ],
  answer: (parts) => parts.flatMap(answer),
};

function answer({ summary }: FinishedPart): string[] {
  const ranked = summary.strategies
    .map((strategy) => ({ strategy, worse: worseLoss(strategy) }))
    .filter(({ worse }) => Number.isFinite(worse))
    .sort((a, b) => a.worse - b.worse);
  const [best] = ranked;
  const last = ranked.at(-1);
  if (best === undefined || last === undefined) return [];
  return [
    `Robust to either means: a low loss under ReLU **and** under SiLU, so the worse of the two counts. It is lowest for ${named(best.strategy.name)} (${decimal(best.worse)}${lossUnit(summary.config)}) and highest for ${named(last.strategy.name)} (${decimal(last.worse)}).`,
    markdownTable(
      ['strategy', 'tested with ReLU', 'tested with SiLU', 'the worse'],
      ranked.map(({ strategy, worse }) => [
        named(strategy.name),
        decimal(lossUnder(strategy, 'relu')),
        decimal(lossUnder(strategy, 'silu')),
        decimal(worse),
      ]),
    ),
    `Tested with ReLU, difference from dice for each element: ${condenseComparisons(summary, names(summary)) ?? 'none'}.`,
  ];
}

function names(summary: StudySummary): string[] {
  return summary.strategies.map(({ name }) => name);
}

function worseLoss(strategy: StrategySummary): number {
  return Math.max(lossUnder(strategy, 'relu') ?? Number.NaN, lossUnder(strategy, 'silu') ?? Number.NaN);
}

function lossUnder(strategy: StrategySummary, test: 'relu' | 'silu'): number | null | undefined {
  return strategy.tests.find((row) => row.test === test)?.loss.mean;
}
