import { declaredQuantity, type FinishedPart } from '@reluctant/study';
import { comparisonOf, condenseComparisons } from '../prose/describe-comparison.js';
import { decimal, listed, markdownTable, meanAndStd, named, percent, strategyOf } from '../prose/words.js';
import type { Preset } from './preset.js';

const readings = ['none', 'element', 'layer'] as const;

/**
 * A gated activation by what its gate reads, the control first (it is the baseline), and its share fixed at one half.
 */
function gateStudy(gate: 'learnable' | 'gumbel') {
  const use = gate === 'learnable' ? 'mix' : 'sample';
  return {
    strategies: [
      ...readings.map((reads) => ({ name: `${gate}_${reads}`, strategy: `${gate}_stoch`, reads })),
      { name: gate === 'learnable' ? 'mix' : 'stoch', strategy: 'stoch', use },
    ],
  };
}

/** The post's question whether the choice between ReLU and SiLU should depend on the input. */
export const input: Preset = {
  name: 'input',
  question: 'Does it help to choose between ReLU and SiLU according to the input?',
  settings: { n_runs: 100, data_seeds: 100, holdout: 0.2 },
  parts: { learnable: gateStudy('learnable'), gumbel: gateStudy('gumbel') },
  grid: { bottleneck: [4, 16] },
  caveats: [
    '`…_none` learns one share per layer and reads no input: it is the control for the others. `…_element` reads each pre-activation separately, `…_layer` all pre-activations of the row. `mix` and `stoch` have a fixed share of one half. Learnable gates blend, gumbel gates and `stoch` draw.',
    'A difference between `…_none` and `mix` or `stoch` is what learning a share gains; a difference between `…_element` or `…_layer` and `…_none` is what reading the input gains on top.',
  ],
  answer: (parts) => [...conclusion(parts), ...parts.map(answer), shareTable(parts)],
};

/** The strategies of a study whose gates read the input. */
function readingGates({ summary }: FinishedPart): string[] {
  return summary.strategies.map(({ name }) => name).filter((name) => /_(element|layer)$/.test(name));
}

function answer(part: FinishedPart): string {
  const { label, summary } = part;
  const { of, text, unit, digits } = declaredQuantity(summary);
  const { baseline } = summary.config;
  const fixed = summary.strategies.map(({ name }) => name).filter((name) => name === 'mix' || name === 'stoch');
  const sentences = [
    `**${label}.** By ${text}, the control ${named(baseline)} has ${meanAndStd(of(strategyOf(summary, baseline)), digits)}${unit}.`,
    `Reading the input, difference from it: ${condenseComparisons(summary, readingGates(part)) ?? 'none'}.`,
    `A share fixed at one half: ${condenseComparisons(summary, fixed) ?? 'none'}.`,
  ];
  return sentences.join(' ');
}

/** The shares that the gates choose, and the exact zeros. */
function shareTable(parts: readonly FinishedPart[]): string {
  return markdownTable(
    ['study', 'strategy', 'loss', 'share of ReLU', 'share where z < 0', 'zeros'],
    parts.flatMap(({ label, summary }) => {
      const { of, digits } = declaredQuantity(summary);
      return summary.strategies.map((strategy) => {
        const negative = (strategy.gates ?? []).flatMap(({ mean_negative }) => mean_negative ?? []);
        const mean = negative.reduce((sum, value) => sum + value, 0) / negative.length;
        return [
          label,
          named(strategy.name),
          meanAndStd(of(strategy), digits),
          strategy.last.gate === undefined ? '0.50' : meanAndStd(strategy.last.gate, 2),
          negative.length === 0 ? '0.50' : decimal(mean, 2),
          percent(strategy.last.sparsity?.mean),
        ];
      });
    }),
  );
}

type Outcome = 'helps' | 'hurts' | 'equivalent' | 'undecided';

const outcomeTexts: Readonly<Record<Outcome, string>> = {
  helps: 'It helps',
  hurts: 'It hurts',
  equivalent: 'It makes no difference that matters',
  undecided: 'Nothing was shown',
};

/** All comparisons with the control, grouped by outcome. */
function conclusion(parts: readonly FinishedPart[]): string[] {
  const groups = new Map<Outcome, string[]>();
  for (const part of parts) {
    for (const name of readingGates(part)) {
      const outcome = outcomeOf(part, name);
      groups.set(outcome, [...(groups.get(outcome) ?? []), `${named(name)} (${part.label})`]);
    }
  }
  const sentences = (Object.keys(outcomeTexts) as Outcome[]).flatMap((outcome) => {
    const names = groups.get(outcome) ?? [];
    return names.length === 0 ? [] : [`${outcomeTexts[outcome]} for ${listed(names)}.`];
  });
  return sentences.length === 0
    ? []
    : [`Does reading the input help, against a share that reads nothing? ${sentences.join(' ')}`];
}

function outcomeOf({ summary }: FinishedPart, name: string): Outcome {
  const comparison = comparisonOf(summary, name);
  if (comparison === undefined || comparison.verdict === 'inconclusive') return 'undecided';
  if (comparison.verdict === 'equivalent') return 'equivalent';
  const { moreIsBetter } = declaredQuantity(summary);
  return (comparison.direction === 'higher') === moreIsBetter ? 'helps' : 'hurts';
}
