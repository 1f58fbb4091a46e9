import { comparedSparsity, declaredQuantity, type FinishedPart, type StudySummary } from '@reluctant/study';
import { condenseComparisons } from '../prose/describe-comparison.js';
import { bestStrategy } from '../prose/describe-study.js';
import { decimal, listed, named, percent, strategyOf } from '../prose/words.js';
import type { Preset } from './preset.js';

const tails = [0.05, 0.1, 0.2];
/** The paper's p: the probability of SiLU, which is 1 − share. */
const probabilities = [0.3, 0.5, 0.7];

const swift = (tail: number): string => `swi_ft_${tail}`;
const stochA = (p: number): string => `stoch_a_p${p}`;
const stochAft = (p: number): string => `stoch_a_p${p}_ft`;

/** StochA as an option: SiLU with probability p where z < 0, so a share of 1 − p. */
function stochastic(p: number): { readonly share: number; readonly domain: 'negative' } {
  return { share: Number((1 - p).toFixed(2)), domain: 'negative' };
}

/** The two strategies of the paper, Swi+FT and StochA, tested with ReLU. */
export const paper: Preset = {
  name: 'paper',
  question:
    'Does a net that trains with SiLU, or with a random mix of SiLU and ReLU, and runs with ReLU beat one that is ReLU from scratch?',
  settings: {
    strategies: [
      'relu',
      'silu',
      ...tails.map((tail) => ({ name: swift(tail), strategy: 'switch', from: 'silu', to: 'relu', tail })),
      ...probabilities.map((p) => ({ name: stochA(p), strategy: 'stoch', ...stochastic(p) })),
      ...probabilities.map((p) => ({
        name: stochAft(p),
        strategy: 'switch',
        from: { name: 'stoch', ...stochastic(p) },
        to: 'relu',
        tail: 0.1,
      })),
    ],
    n_runs: 100,
    data_seeds: 100,
    holdout: 0.2,
    lr_schedule: { name: 'cosine', warmup: 0.05, final: 0.1 },
    test: ['relu', 'same'],
    compare_by: 'loss@relu',
  },
  // Two layers and well-separated clusters: with four layers, or a harder task, this L1 weight kills ReLU from scratch.
  wide: {
    n_runs: 10,
    data_seeds: 10,
    epochs: 40,
    lr: 0.002,
    n_layers: 2,
    n_features: 128,
    n_informative: 16,
    n_redundant: 0,
    class_sep: 2,
    bottleneck: 128,
    l1: 1,
  },
  limits:
    'This does not test the claim for language models: the paper’s nets are transformers with gated feed-forward blocks of thousands of units, trained on billions of tokens. These are small fully connected nets on tables of numbers.',
  caveats: [
    '`swi_ft_t` is the paper’s Swi+FT: SiLU, then ReLU for the last share t of the steps. `stoch_a_pP` is its StochA: where z < 0, SiLU with probability P, else ReLU (our share is 1 − P); `_ft` adds a ReLU tail of a tenth. The learning rate runs on over the switch.',
    'The wide study (`--wide`) is brought to about 90 % zeros by an L1 penalty. The penalty acts on ReLU from the first step; SiLU has no exact zeros until its tail begins. Its two layers and its well separated clusters are our choice: with four layers, or a harder task, this penalty kills ReLU from scratch. Ten runs detect only large differences there.',
  ],
  answer: (parts) => parts.flatMap((part) => answer(part, parts.length > 1)),
};

function answer({ label, summary }: FinishedPart, several: boolean): string[] {
  const prefix = several ? `**${label}.** ` : '';
  const best = bestStrategy(summary, ({ name }) => name !== 'silu');
  const { of, text, digits } = declaredQuantity(summary);
  const relu = strategyOf(summary, 'relu');
  const lines = [
    `${prefix}By ${text}, ReLU from scratch has ${decimal(of(relu)?.mean, digits)} (${zeros(summary, 'relu')} zeros)${
      best === undefined
        ? ''
        : `; the lowest mean is that of ${named(best.name)}, ${decimal(of(best)?.mean, digits)} (${zeros(summary, best.name)} zeros)`
    }. SiLU that never saw ReLU has ${decimal(of(strategyOf(summary, 'silu'))?.mean, digits)} when it is run with ReLU.`,
  ];
  for (const [title, names] of [
    ['Swi+FT', tails.map(swift)],
    ['StochA without a tail', probabilities.map(stochA)],
    ['StochA with a ReLU tail', probabilities.map(stochAft)],
  ] as const) {
    const sentence = condenseComparisons(summary, names);
    if (sentence !== undefined) lines.push(`${title}, difference from ReLU from scratch: ${sentence}.`);
  }
  lines.push(sparsityLine(summary));
  return lines;
}

function sparsityLine(summary: StudySummary): string {
  const values = summary.strategies.map(({ name }) => `${named(name)} ${zeros(summary, name)}`);
  return `Exact zeros when run with ReLU: ${listed(values)}.`;
}

function zeros(summary: StudySummary, name: string): string {
  return percent(comparedSparsity(summary, strategyOf(summary, name)));
}
