import { hasColours, textTable as tableOf, terminalWidth } from '@reluctant/command-line';
import { printable } from '@reluctant/errors';
import pc from 'picocolors';

/** A table for the terminal: the first column left-aligned, the others right-aligned; bold heads if colours are on. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const paint = pc.createColors(hasColours(process.stdout));
  const columns = head.map((title) => ({ title }));
  return tableOf(columns, rows, { width: terminalWidth(), bold: paint.bold });
}

/** The same for a Markdown file: a `|` or a line break in a cell is not one of the table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellOf).join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function cellOf(text: string): string {
  return printable(text, Number.POSITIVE_INFINITY).replaceAll('|', String.raw`\|`);
}
