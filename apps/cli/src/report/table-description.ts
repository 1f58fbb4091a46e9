import { printable } from '@reluctant/errors';
import type { ColumnDescription, TableDescription, TargetDescription } from '@reluctant/preprocessing';
import Table from 'cli-table3';
import { type Paint, tableStyle } from './result-table.js';
import { sparkline } from './sparkline.js';
import { wrapText } from './wrap-text.js';

/** All lines fit a terminal of this width. */
const width = 80;

/** As many classes have a line of their own. */
const shownClasses = 20;

/** What `reluctant describe` prints: what the columns hold, what will be done to them, the target, and what to look at. */
export function tableDescription(description: TableDescription, notes: readonly string[], paint: Paint): string {
  const { rows, columns, target, warnings } = description;
  const features = columns.reduce((sum, column) => sum + column.features, 0);
  const source = description.source === undefined ? '' : `${printable(description.source)}: `;
  const sentences = [...notes, ...warnings.map(({ said }) => said)];
  return [
    wrapText(
      `${source}${count(rows, 'row')}, ${count(columns.length, 'column')}, ${count(features, 'feature')}`,
      width,
    ),
    '',
    paint.bold('What the columns hold'),
    contentTable(columns, paint),
    '',
    paint.bold('What will be done to them'),
    actionTable(columns, paint),
    ...(target === undefined ? [] : ['', ...targetLines(target, paint)]),
    ...(sentences.length === 0 ? [] : ['', paint.bold('To look at')]),
    ...sentences.map((sentence) => wrapText(`- ${sentence}`, width, '  ')),
  ].join('\n');
}

function contentTable(columns: readonly ColumnDescription[], paint: Paint): string {
  const table = new Table({
    ...tableStyle(['column', 'kind', 'missing', 'distinct', 'range', 'spread'], paint),
    colAligns: ['left', 'left', 'right', 'right', 'left', 'left'],
    colWidths: [19, 9, 10, 10, 13, 12],
    wordWrap: true,
  });
  for (const column of columns) {
    const { missing, distinct, histogram } = column.summary;
    // Two of 16 intervals share a block, so that the line fits.
    const pairs = histogram.length < 16 ? histogram.slice(0, 8) : inPairs(histogram);
    const cells = [integer(missing), integer(distinct), rangeText(column), sparkline(pairs)];
    table.push([printable(column.name), column.kind, ...cells]);
  }
  return table.toString();
}

function actionTable(columns: readonly ColumnDescription[], paint: Paint): string {
  const table = new Table({
    ...tableStyle(['column', 'done', 'features', 'why'], paint),
    colAligns: ['left', 'left', 'right', 'left'],
    colWidths: [19, 26, 10, 20],
    wordWrap: true,
  });
  for (const { name, what, features, why } of columns) table.push([printable(name), what, integer(features), why]);
  return table.toString();
}

function targetLines({ name, task, why, classes }: TargetDescription, paint: Paint): readonly string[] {
  const title = wrapText(`${paint.bold('Target')} ${printable(name)}: ${task} (${why})`, width);
  if (classes.length === 0) return [title];
  const rows = classes.reduce((sum, entry) => sum + entry.rows, 0);
  const most = Math.max(...classes.map((entry) => entry.rows));
  const table = new Table({
    ...tableStyle(['class', 'rows', 'share', ''], paint),
    colAligns: ['left', 'right', 'right', 'left'],
    colWidths: [28, 13, 9, 24],
    wordWrap: true,
  });
  for (const entry of classes.slice(0, shownClasses)) {
    const bar = '█'.repeat(Math.max(1, Math.round((20 * entry.rows) / most)));
    table.push([printable(entry.name), integer(entry.rows), `${((100 * entry.rows) / rows).toFixed(1)} %`, bar]);
  }
  const hidden = classes.length - shownClasses;
  return [title, table.toString(), ...(hidden > 0 ? [`and ${count(hidden, 'more class', 'more classes')}`] : [])];
}

function rangeText({ kind, summary: { range } }: ColumnDescription): string {
  if (range === undefined) return '–';
  const text = kind === 'date' ? dateText : numberText;
  const [least, greatest] = [text(range.least), text(range.greatest)];
  return least === greatest ? least : `${least}\n${greatest}`;
}

function dateText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** At most six digits, without trailing zeros. */
function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function inPairs(counts: readonly number[]): readonly number[] {
  return Array.from({ length: counts.length / 2 }, (_, at) => (counts[2 * at] ?? 0) + (counts[2 * at + 1] ?? 0));
}

function integer(value: number): string {
  return new Intl.NumberFormat('en-US').format(value);
}

function count(value: number, one: string, many = `${one}s`): string {
  return `${integer(value)} ${value === 1 ? one : many}`;
}
