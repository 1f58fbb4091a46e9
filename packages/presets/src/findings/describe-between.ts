import type { StudiesComparison } from '@reluctant/study';
import { comparisonSentence } from '../prose/describe-comparison.js';
import { chosenStudies, lookSentence } from '../prose/describe-looks.js';
import { verdictMeanings } from '../prose/verdict-meanings.js';
import { listed, markdownTable, meanAndStd, named, percent } from '../prose/words.js';

/** Describes the comparison between studies: a table of the compared quantity, one of sparsity, and the verdicts. */
export function describeBetween(between: StudiesComparison): string[] {
  const { studies, strategies, quantity, margin, alpha, unit, digits, more_is_better, against_first } = between;
  const labels = studies.map(({ label }) => label);
  const [first = ''] = labels;
  const table = (
    title: string,
    row: (strategy: StudiesComparison['strategies'][number]) => readonly string[],
  ): string =>
    markdownTable(
      [title, ...labels],
      strategies.map((strategy) => [named(strategy.strategy), ...row(strategy)]),
    );
  const blocks = [
    table(quantity, ({ compared }) => compared.map((value) => meanAndStd(value ?? undefined, digits))),
    table('sparsity', ({ sparsity }) => sparsity.map((value) => percent(value?.mean))),
  ];
  if (strategies.some(({ gate }) => gate.some((value) => value !== null))) {
    blocks.push(
      table('mean share of ReLU of the gates', ({ gate }) => gate.map((value) => meanAndStd(value ?? undefined, 2))),
    );
  }
  const verdicts = against_first.flatMap(({ study, comparisons }) =>
    comparisons.map((comparison) => {
      const names = { baseline: `${first}`, strategy: `${study}` };
      return `- ${named(comparison.strategy)}, ${study} against ${first}: ${comparisonSentence(comparison, { ...names, unit, digits, moreIsBetter: more_is_better, margin, alpha })}`;
    }),
  );
  if (verdicts.length > 0) {
    blocks.push(
      ...(between.chosen_after_seeing ? [`**${chosenStudies}**`] : []),
      verdicts.join('\n'),
      `Differences up to ${margin} do not matter; all of these are one family of comparisons. ${verdictMeanings(margin)}`,
      ...lookSentence(between, ' at these studies'),
    );
  }
  const judged = new Set(against_first.map(({ study }) => study));
  const others = labels.slice(1).filter((label) => !judged.has(label));
  if (others.length > 0) {
    blocks.push(
      `${listed(others.map((label) => `*${label}*`))} and *${first}* pose different tasks: their losses are no measure of each other, so there is no verdict between them.`,
    );
  }
  const settings = [...new Set(studies.flatMap((study) => Object.keys(study.settings)))].filter(
    (name) => name !== 'data_seed',
  );
  blocks.push(`The studies differ in: ${settings.length === 0 ? 'nothing but their strategies' : listed(settings)}.`);
  return blocks;
}
