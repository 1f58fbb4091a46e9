import { familySentence, levelText } from '@reluctant/presets';
import type { ComparisonFamily, ComparisonSummary } from '@reluctant/study';
import Table from 'cli-table3';
import { type Paint, tableStyle } from './result-table.js';

/**
 * The declared comparisons as a table: the tested difference and the mean, with intervals at the level of the verdict, p-values and
 * verdict.
 *
 * @param digits - decimals of the differences. Default 3
 */
export function comparisonTable(
  { comparisons, baseline, quantity }: Pick<ComparisonFamily, 'comparisons' | 'baseline' | 'quantity'>,
  paint: Paint,
  digits = 3,
): string {
  const units = [...new Set(comparisons.map(({ unit }) => unit))];
  const head = [
    `against ${baseline}`,
    units.length === 1 ? (units[0] ?? 'pairs') : 'pairs',
    `difference in ${quantity}`,
    'mean',
    'level',
    'p different',
    'p equivalent',
    'verdict',
  ];
  const table = new Table({
    ...tableStyle(head, paint),
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
  });
  for (const row of comparisons) {
    table.push([
      row.strategy,
      row.n,
      withInterval(digits, row.hodges_lehmann, row.hodges_lehmann_interval) ?? paint.dim('–'),
      withInterval(digits, row.mean_difference, row.mean_interval) ?? paint.dim('–'),
      levelText(row.interval_level),
      probability(row.p_different),
      probability(row.p_equivalent),
      verdictText(row),
    ]);
  }
  return table.toString();
}

/** Remarks below a table of comparisons, without markup. */
export function comparisonRemarks(
  { comparisons, baseline, margin, alpha }: Pick<ComparisonFamily, 'comparisons' | 'baseline' | 'margin' | 'alpha'>,
  paired: string,
): string[] {
  const tail = comparisons.some(({ mean_disagrees }) => mean_disagrees);
  return [
    `Differences are strategy − baseline, paired by ${paired} (Hodges–Lehmann, decided by the signed-rank test; "equivalent" by the mean as well), with intervals at the level of the verdict; differences up to ${margin} do not matter.`,
    familySentence(alpha).replaceAll('*', '"'),
    ...(tail ? ['Where the mean and the difference have opposite signs, findings.md explains why.'] : []),
    ...comparisons
      .filter(({ diverged }) => diverged[0] + diverged[1] > 0)
      .map(
        ({ strategy, diverged: [before, after] }) =>
          `Diverged: ${after} of ${strategy}, ${before} of ${baseline}; such a run counts as worse than every run that did not diverge.`,
      ),
  ];
}

function verdictText({
  verdict,
  direction,
  mean_disagrees,
  no_claim,
  n,
  unit,
  runs_needed,
}: ComparisonSummary): string {
  if (verdict === 'different') return `different, ${direction}${mean_disagrees ? ' (mean: the other way)' : ''}`;
  if (verdict === 'equivalent') return verdict;
  if (no_claim === 'too few pairs') return `inconclusive (${n} ${n === 1 ? unit.replace(/s$/, '') : unit} are too few)`;
  if (no_claim === 'no spread') return 'inconclusive (no spread)';
  return runs_needed === null ? verdict : `inconclusive (needs about ${runs_needed} runs)`;
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
  if (p === null) return '–';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
