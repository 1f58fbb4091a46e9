import { type TableCell, textTable } from '@reluctant/command-line';
import type { ComparisonSummary, StrategyAcross, StudiesComparison } from '@reluctant/study';
import { differenceText, verdictText, verdictTitle } from './comparison-table.js';
import { meanAndStd, noValue, type Paint, tableOptions } from './result-table.js';

/**
 * Several studies in one table: a row for each study and strategy, with the difference from the same strategy in the
 * first study. Where there is little room, sparsity and difference are left out; findings.md has all numbers.
 */
export function betweenTable(between: StudiesComparison, paint: Paint): string {
  const columns = [
    { title: 'study', wraps: true },
    { title: 'strategy' },
    { title: 'mean ± std' },
    { title: 'difference', optional: true },
    { title: 'sparsity', optional: true },
    { title: verdictTitle(between.chosen_after_seeing), align: 'left' as const },
  ];
  const rows = between.studies.flatMap(({ label }, study) =>
    between.strategies.flatMap((strategy) => {
      const row = rowOf(between, strategy, study);
      return row === undefined ? [] : [[label, strategy.strategy, ...row]];
    }),
  );
  return textTable(columns, rows, { ...tableOptions(paint), names: 2 });
}

/** Undefined where the study does not have the strategy. */
function rowOf(
  { studies, against_first, digits }: StudiesComparison,
  { strategy, compared, sparsity }: StrategyAcross,
  study: number,
): TableCell[] | undefined {
  const value = compared[study] ?? undefined;
  const zeros = sparsity[study] ?? undefined;
  if (value === undefined && zeros === undefined) return undefined;
  const judged = against_first.find((own) => own.study === studies[study]?.label);
  const comparison = judged?.comparisons.find((own) => own.strategy === strategy);
  return [
    meanAndStd(value, digits) ?? noValue,
    comparison === undefined ? noValue : differenceText(comparison, digits),
    meanAndStd(zeros, 2) ?? noValue,
    study === 0 ? 'first study' : verdictOf(comparison, judged !== undefined),
  ];
}

function verdictOf(comparison: ComparisonSummary | undefined, sameTask: boolean): string {
  if (comparison !== undefined) return verdictText(comparison);
  return sameTask ? 'not in the first' : 'another task';
}
