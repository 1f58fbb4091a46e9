import { textTable } from '@reluctant/command-line';
import { describeChosen, describeLooks, familySentence, levelText } from '@reluctant/presets';
import type { ComparisonFamily, ComparisonSummary, StudySummary } from '@reluctant/study';
import { noValue, type Paint, tableOptions } from './result-table.js';

/**
 * The declared comparisons as a table: the tested difference with its verdict, then the mean, the level of the
 * intervals, and p-values.
 *
 * @param family - `chosen`: whether the verdicts depend on a choice that was made after results had been seen
 * @param digits - decimals of the differences. Default 3
 */
export function comparisonTable(
  {
    comparisons,
    baseline,
    quantity,
    chosen = false,
  }: Pick<ComparisonFamily, 'comparisons' | 'baseline' | 'quantity'> & { readonly chosen?: boolean },
  paint: Paint,
  digits = 3,
): string {
  const units = [...new Set(comparisons.map(({ unit }) => unit))];
  return textTable(
    [
      { title: `against ${baseline}` },
      { title: units.length === 1 ? (units[0] ?? 'pairs') : 'pairs' },
      { title: `difference in ${quantity}` },
      { title: verdictTitle(chosen), align: 'left' },
      { title: 'mean' },
      { title: 'level' },
      { title: 'p diff.' },
      { title: 'p equiv.' },
    ],
    comparisons.map((row) => [
      row.strategy,
      row.n,
      differenceText(row, digits),
      verdictText(row),
      withInterval(digits, row.mean_difference, row.mean_interval) ?? noValue,
      levelText(row.interval_level),
      probability(row.p_different),
      probability(row.p_equivalent),
    ]),
    tableOptions(paint),
  );
}

/** Title of a column of verdicts. */
export function verdictTitle(chosen: boolean): string {
  return chosen ? 'verdict (chosen after)' : 'verdict';
}

/** The tested difference with the interval that decided. */
export function differenceText({ hodges_lehmann, hodges_lehmann_interval }: ComparisonSummary, digits: number): string {
  return withInterval(digits, hodges_lehmann, hodges_lehmann_interval) ?? noValue;
}

/** Remarks below a table of comparisons, without markup. */
export function comparisonRemarks(
  { comparisons, baseline, margin }: Pick<ComparisonFamily, 'comparisons' | 'baseline' | 'margin'>,
  paired: string,
): string[] {
  const others = comparisons.filter(({ mean_disagrees }) => mean_disagrees).map(({ strategy }) => strategy);
  return [
    `Differences are strategy − baseline, paired by ${paired} (Hodges–Lehmann, decided by the signed-rank test; "equivalent" by the mean as well), with intervals at the level of the verdict; differences up to ${margin} do not matter.`,
    ...(others.length > 0
      ? [`The mean points the other way for ${[...new Set(others)].join(', ')}: findings.md explains why.`]
      : []),
    ...comparisons
      .filter(({ diverged }) => diverged[0] + diverged[1] > 0)
      .map(
        ({ strategy, diverged: [before, after] }) =>
          `Diverged: ${after} of ${strategy}, ${before} of ${baseline}; such a run counts as worse than every run that did not diverge.`,
      ),
  ];
}

/** What the verdicts of a study promise: its error rate, its looks, and what was chosen after results had been seen. */
export function promiseRemarks(family: ComparisonFamily, config: StudySummary['config']): string[] {
  const chosen = describeChosen(family, config);
  const looks = describeLooks(family);
  return [...(chosen.length > 0 ? chosen : [familySentence(family.alpha).replaceAll('*', '"')]), ...looks];
}

/** A verdict in a table. */
export function verdictText({ verdict, direction, no_claim }: ComparisonSummary): string {
  if (verdict === 'different') return `different, ${direction}`;
  if (verdict === 'equivalent') return verdict;
  if (no_claim === 'too few pairs') return `${verdict}: too few`;
  return no_claim === 'no spread' ? `${verdict}: no spread` : verdict;
}

function withInterval(
  digits: number,
  value: number | null,
  [low, high]: readonly [number | null, number | null],
): string | undefined {
  if (value === null) return undefined;
  if (low === null && high === null) return signed(value, digits);
  const end = (bound: number | null, none: string): string => (bound === null ? none : signed(bound, digits));
  return `${signed(value, digits)} [${end(low, '−∞')}, ${end(high, '∞')}]`;
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(text) !== 0 ? '−' : '+'}${text}`;
}

function probability(p: number | null): string {
  if (p === null) return noValue;
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
