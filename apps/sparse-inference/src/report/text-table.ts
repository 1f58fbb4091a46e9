import { hasColours } from '@reluctant/command-line';
import Table from 'cli-table3';
import pc from 'picocolors';

/** A table for the terminal: the first column left-aligned, the others right-aligned; bold heads if colours are on. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const paint = pc.createColors(hasColours(process.stdout));
  const table = new Table({
    head: head.map((title) => paint.bold(title)),
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** The same for a Markdown file. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
