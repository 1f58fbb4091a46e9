import { type FinishedPart, lossUnit, type StrategySummary } from '@reluctant/study';
import { condenseComparisons } from '../prose/describe-comparison.js';
import { decimal, listed, markdownTable, meanAndStd, named } from '../prose/words.js';
import type { Preset } from './preset.js';

/** The narrow net of the post and one that is wide enough to overfit. */
export const overfit: Preset = {
  name: 'overfit',
  question: 'With room to overfit (16 units instead of 4), do the gates choose differently, and does noise help?',
  settings: {
    strategies: ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'],
    n_runs: 100,
    data_seeds: 100,
  },
  grid: { bottleneck: [4, 16] },
  caveats: [
    'Data sets that are made have the post’s 5,000 rows.',
    'The gap is the validation loss minus the loss on training batches of the last epoch. The training loss is measured while the weights change and, where an activation samples, with its noise.',
  ],
  answer,
};

function answer(parts: readonly FinishedPart[]): string[] {
  const names = parts[0]?.summary.strategies.map(({ name }) => name) ?? [];
  const strategyIn = (part: FinishedPart, name: string) => part.summary.strategies.find((one) => one.name === name);
  const rows = names.map((name) => [
    named(name),
    ...parts.flatMap((part) => {
      const strategy = strategyIn(part, name);
      return [meanAndStd(strategy?.last.val_loss), decimal(gapOf(strategy)), gateText(strategy)];
    }),
  ]);
  const table = markdownTable(
    ['strategy', ...parts.flatMap(({ label }) => [`val loss, ${label}`, `gap, ${label}`, `gate by layer, ${label}`])],
    rows,
  );
  const gaps = parts.map((part) => {
    const ranked = part.summary.strategies
      .map((strategy) => ({ name: strategy.name, gap: gapOf(strategy) }))
      .filter(({ gap }) => Number.isFinite(gap))
      .sort((a, b) => a.gap - b.gap);
    const [least] = ranked;
    const most = ranked.at(-1);
    return `With ${part.label}, ${least === undefined || most === undefined ? 'no run ended' : `the gap between validation and training loss is smallest for ${named(least.name)} (${decimal(least.gap)}${lossUnit(part.summary.config)}) and largest for ${named(most.name)} (${decimal(most.gap)})`}.`;
  });
  return [table, gaps.join(' '), ...noiseSentences(parts, names), ...gateSentences(parts, strategyIn, names)];
}

function noiseSentences(parts: readonly FinishedPart[], names: readonly string[]): string[] {
  const sentences = parts.flatMap(({ label, summary }) => {
    const condensed = condenseComparisons(summary, names);
    return condensed === undefined
      ? []
      : [`With ${label}, validation loss less that of ${named(summary.config.baseline)}: ${condensed}.`];
  });
  const drawing = names.filter((name) => ['stoch', 'gumbel_stoch'].includes(name)).map(named);
  return drawing.length === 0 || sentences.length === 0
    ? sentences
    : [[...sentences, `Of these, ${listed(drawing)} ${drawing.length === 1 ? 'draws' : 'draw'} dice.`].join(' ')];
}

function gateSentences(
  parts: readonly FinishedPart[],
  strategyIn: (part: FinishedPart, name: string) => StrategySummary | undefined,
  names: readonly string[],
): string[] {
  return names.flatMap((name) => {
    const shares = parts.flatMap((part) => {
      const mean = strategyIn(part, name)?.last.gate?.mean;
      return mean === undefined || mean === null ? [] : [{ label: part.label, mean }];
    });
    const [first] = shares;
    const last = shares.at(-1);
    if (first === undefined || last === undefined || shares.length < 2) return [];
    const direction =
      Math.abs(last.mean - first.mean) < 0.02
        ? 'hardly moves'
        : last.mean > first.mean
          ? 'moves towards ReLU'
          : 'moves towards SiLU';
    return [
      `The gate of ${named(name)} ${direction}: its mean share of ReLU is ${listed(shares.map(({ label, mean }) => `${decimal(mean, 2)} with ${label}`))}.`,
    ];
  });
}

function gapOf(strategy: StrategySummary | undefined): number {
  const validation = strategy?.last.val_loss?.mean ?? Number.NaN;
  return validation - (strategy?.last.train_loss?.mean ?? Number.NaN);
}

/** Share of ReLU in each layer, over all z and, in brackets, over z < 0. */
function gateText(strategy: StrategySummary | undefined): string {
  return (strategy?.gates ?? [])
    .map(({ mean, mean_negative }) => `${decimal(mean, 2)} (z < 0: ${decimal(mean_negative, 2)})`)
    .join(', ');
}
