import { declaredQuantity, type FinishedPart } from '@reluctant/study';
import { condenseComparisons } from '../prose/describe-comparison.js';
import { bestStrategy } from '../prose/describe-study.js';
import { decimal, named } from '../prose/words.js';
import type { Preset } from './preset.js';

const flip = 'flip_half';
const slides = ['slide_dice', 'slide_mix', 'slide_dice_cosine', 'slide_mix_cosine'];

/** A switch at once against gradual changes: all end as ReLU, with the same mean share of ReLU over the training. */
export const gradual: Preset = {
  name: 'gradual',
  question: 'From SiLU to ReLU: is it better to flip at once or to slide over, with dice or without?',
  settings: {
    strategies: [
      { name: flip, strategy: 'switch', from: 'silu', to: 'relu', tail: 0.5 },
      { name: 'flip_late', strategy: 'switch', from: 'silu', to: 'relu', tail: 0.1 },
      { name: 'slide_dice', strategy: 'anneal', use: 'sample' },
      { name: 'slide_mix', strategy: 'anneal', use: 'mix' },
      { name: 'slide_dice_cosine', strategy: 'anneal', use: 'sample', shape: 'cosine' },
      { name: 'slide_mix_cosine', strategy: 'anneal', use: 'mix', shape: 'cosine' },
      'relu',
      'silu',
    ],
    n_runs: 100,
    data_seeds: 100,
    holdout: 0.2,
    test: ['relu', 'same'],
    compare_by: 'loss@relu',
  },
  caveats: [
    '`flip_half` is SiLU for half of the steps, then ReLU; `flip_late` for nine tenths. `slide_dice` draws ReLU with a probability that grows from 0 to 1, `slide_mix` blends without dice; `_cosine` slides slowly at both ends. A flip in the middle and every slide have the same mean share of ReLU.',
  ],
  answer: (parts) => parts.flatMap(answer),
};

function answer({ summary }: FinishedPart): string[] {
  const { of, text, unit, digits } = declaredQuantity(summary);
  const value = (name: string): string =>
    decimal(of(summary.strategies.find((strategy) => strategy.name === name))?.mean, digits);
  const best = bestStrategy(summary, ({ name }) => slides.includes(name));
  return [
    `By ${text}: the flip in the middle has ${value(flip)}${unit}, the late flip ${value('flip_late')}, the best slide (${best === undefined ? 'none' : named(best.name)}) ${best === undefined ? 'n/a' : value(best.name)}; ReLU from scratch has ${value('relu')}.`,
    `Difference from the flip in the middle: ${condenseComparisons(summary, [...slides, 'flip_late', 'relu']) ?? 'none'}.`,
    `Dice or blend: with dice ${value('slide_dice')}, blended ${value('slide_mix')} (linear); ${value('slide_dice_cosine')} and ${value('slide_mix_cosine')} (cosine).`,
  ];
}
