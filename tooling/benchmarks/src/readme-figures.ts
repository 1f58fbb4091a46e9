import type { StudySummary } from '@reluctant/study';
import type { BlockRenderer } from './figure-blocks.js';
import type { PresetResult } from './preset-result.js';
import { presetFigure } from './preset-values.js';
import { storedBlock } from './stored-result.js';

function figure(preset: string, name: string, quantity: string): string {
  const text = presetFigure([preset, name, quantity]);
  if (text === undefined) throw new Error(`results/preset-${preset}.json has no ${quantity} of ${name}`);
  return text;
}

/** `0.230 to 0.237`, or one value if they are the same in print. */
function range(values: readonly string[]): string {
  const sorted = [...values].sort((a, b) => Number(a) - Number(b));
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) throw new Error('a range of no values: were strategies renamed?');
  return least === most ? least : `${least} to ${most}`;
}

/** `four *equivalent*, one *different*`, in the order in which verdicts first come. */
function verdictCounts(verdicts: readonly string[]): string {
  return [...new Set(verdicts)]
    .map((verdict) => `${verdicts.filter((one) => one === verdict).length} of ${verdicts.length} *${verdict}*`)
    .join(', ');
}

/** The short answer of preset gradual. */
function renderGradual(summary: StudySummary): string {
  const slides = summary.strategies.map(({ name }) => name).filter((name) => name.startsWith('slide_'));
  const of = (name: string, quantity: string): string => figure('gradual', name, quantity);
  const all = (quantity: string): string[] => slides.map((name) => of(name, quantity));
  return `- **Flip from SiLU to ReLU at once, or slide over?** \`start --preset gradual\`: the held-out loss is ${of('flip_half', 'loss@relu')} nats after a flip in the middle and ${range(all('loss@relu'))} after the ${slides.length} ways of sliding (${verdictCounts(all('verdict'))}, margin ${summary.config.margin}). They keep ${range(all('zeros@relu'))} % exact zeros. Dead runs of ${summary.config.n_runs}: ${of('relu', 'dead')} of ReLU from scratch, ${range(all('dead'))} of each slide.`;
}

/** The short answer of preset uncertainty. */
function renderUncertainty({ uncertainty }: StudySummary): string {
  const names = (uncertainty?.methods ?? []).map(({ name }) => name);
  const of = (name: string, quantity: string): string => figure('uncertainty', name, quantity);
  const disagreement = (start: string): string =>
    range(names.filter((name) => name.startsWith(start)).map((name) => of(name, 'disagreement_auroc')));
  const passes = uncertainty?.methods.find(({ name }) => name === 'stoch')?.passes;
  return `- **Do stochastic passes know what the net does not know?** \`start --preset uncertainty\`: ${passes} passes of \`stoch\` have a negative log-likelihood of ${of('stoch', 'nll')}, one pass of a ReLU net ${of('relu', 'nll')}. Does their disagreement tell shifted inputs from usual ones? AUROC (one half is guessing) ${of('stoch', 'disagreement_auroc')} for \`stoch\`, ${disagreement('mc_dropout')} for MC dropout, ${disagreement('ensemble')} for ensembles. Small classifiers of synthetic data: this says nothing about language models.`;
}

function answer(preset: string, render: (summary: StudySummary) => string): BlockRenderer {
  return storedBlock<PresetResult>(`preset-${preset}`, `pnpm bench:presets ${preset}`, ({ parts }) => {
    const [first] = parts;
    if (first === undefined) throw new Error(`results/preset-${preset}.json has no study`);
    return render(first.summary);
  });
}

/** The answers that the README gives in a sentence or two. */
export const readmeAnswers: Readonly<Record<string, BlockRenderer>> = {
  'answer-gradual': answer('gradual', renderGradual),
  'answer-uncertainty': answer('uncertainty', renderUncertainty),
};
