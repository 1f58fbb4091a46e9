import { printable } from '@reluctant/errors';
import type { QuantitySummary, StrategySummary, StudySummary } from '@reluctant/study';
import { grouped } from './grouped.js';

/** A number with this many decimals and a typographic minus sign; `n/a` for missing numbers. */
export function decimal(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'n/a';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/**
 * Decimals that show four significant digits, for quantities of any unit such as an RMSE; 3 for 0 and without a number.
 */
export function significantDigits(value: number | null | undefined): number {
  if (value === null || value === undefined || !Number.isFinite(value) || value === 0) return 3;
  return Math.min(20, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value)))));
}

/** A share as a percentage without decimals. */
export function percent(share: number | null | undefined, digits = 0): string {
  return share === null || share === undefined ? 'n/a' : `${decimal(share * 100, digits)} %`;
}

/** The level of an interval, `98.75 %`. */
export function levelText(level: number): string {
  return `${Number((level * 100).toFixed(2))} %`;
}

/** `p = 0.034`, `p < 0.001`. */
export function probability(p: number | null): string {
  return p === null ? 'no p-value' : p < 0.001 ? 'p < 0.001' : `p = ${decimal(p)}`;
}

/** `0.295 ± 0.141`. */
export function meanAndStd(quantity: QuantitySummary | undefined, digits = 3): string {
  if (quantity === undefined) return 'n/a';
  return quantity.std === null
    ? decimal(quantity.mean, digits)
    : `${decimal(quantity.mean, digits)} ± ${decimal(quantity.std, digits)}`;
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `1 run`, `2 runs`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${count === 1 ? noun : `${noun}s`}`;
}

/** A strategy's name as code, so that Markdown leaves it alone. */
export function named(strategy: string): string {
  // Code that holds backticks stands between longer rows of them.
  const longest = Math.max(0, ...(strategy.match(/`+/g) ?? []).map(({ length }) => length));
  if (longest === 0) return `\`${strategy}\``;
  const marks = '`'.repeat(longest + 1);
  return `${marks} ${strategy} ${marks}`;
}

/** The strategy of a name. */
export function strategyOf(summary: StudySummary, name: string): StrategySummary | undefined {
  return summary.strategies.find((strategy) => strategy.name === name);
}

/** A GitHub-flavoured Markdown table. A `|`, a line break or a control character in a cell is not one of the table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => printable(text, Number.POSITIVE_INFINITY).replaceAll('|', String.raw`\|`);
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
