import type { FinishedPart } from '@reluctant/study';
import { describeBest } from '../prose/describe-study.js';
import { decimal, listed, named, percent } from '../prose/words.js';
import type { Preset } from './preset.js';

/** The study of the blog post: all settings are the defaults. */
export const post: Preset = {
  name: 'post',
  question:
    'Which of five activations, ReLU, SiLU and three mixtures of the two, classifies best, and how sparse are they?',
  settings: {},
  caveats: [
    'Ten runs can decide only large differences; `--n_runs 100` takes about ten times as long and decides more.',
  ],
  answer: (parts) => parts.flatMap(answer),
};

function answer({ summary }: FinishedPart): string[] {
  const gates = summary.strategies.flatMap(({ name, last }) =>
    last.gate?.mean === undefined ? [] : [`${named(name)} ${decimal(last.gate.mean, 2)}`],
  );
  const sparse = summary.strategies
    .filter(({ last }) => (last.sparsity?.mean ?? 0) > 0)
    .map(({ name, last }) => `${named(name)} ${percent(last.sparsity?.mean)}`);
  return [
    ...describeBest(summary),
    ...(gates.length === 0
      ? []
      : [`Mean share of ReLU that the gates end with: ${listed(gates)}; one half is undecided.`]),
    ...(sparse.length === 0 ? [] : [`Exact zeros among hidden activations: ${listed(sparse)}; the others have none.`]),
  ];
}
