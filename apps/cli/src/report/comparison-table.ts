import type { ComparisonFamily } from '@reluctant/study';
import Table from 'cli-table3';
import { type Paint, tableStyle } from './result-table.js';

/**
 * The declared comparisons as a table: difference with interval, effect size, p-values, verdict.
 *
 * @param unit - what the pairs are
 */
export function comparisonTable(
  { comparisons, baseline, quantity }: Pick<ComparisonFamily, 'comparisons' | 'baseline' | 'quantity'>,
  paint: Paint,
  unit: 'runs' | 'groups' = 'runs',
): string {
  const head = [
    `against ${baseline}`,
    'pairs',
    `difference in ${quantity}`,
    'median',
    'd_z',
    'p different',
    'p equivalent',
    'verdict',
  ];
  const table = new Table({
    ...tableStyle(head, paint),
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
  });
  for (const row of comparisons) {
    const [low, high] = row.interval_95;
    const interval = low === null || high === null ? '' : ` [${signed(low)}, ${signed(high)}]`;
    table.push([
      row.strategy,
      row.n,
      row.mean_difference === null ? paint.dim('–') : `${signed(row.mean_difference)}${interval}`,
      row.median_difference === null ? paint.dim('–') : signed(row.median_difference),
      row.effect_size === null ? paint.dim('–') : signed(row.effect_size, 2),
      probability(row.p_different),
      probability(row.p_equivalent),
      row.verdict === 'inconclusive' && row.runs_needed !== null
        ? `inconclusive (needs about ${row.runs_needed} ${unit})`
        : row.verdict,
    ]);
  }
  return table.toString();
}

function signed(value: number, digits = 3): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(text) !== 0 ? '−' : '+'}${text}`;
}

function probability(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
