import { terminalWidth, textTable } from '@reluctant/command-line';
import { printable } from '@reluctant/errors';
import type { ColumnDescription, TableDescription, TargetDescription } from '@reluctant/preprocessing';
import { type Paint, tableOptions } from './result-table.js';
import { sparkline } from './sparkline.js';
import { wrapText } from './wrap-text.js';

/** As many classes have a line of their own. */
const shownClasses = 20;

/**
 * What `reluctant describe` prints: what the columns hold, what will be done to them, the target, and what to look at.
 */
export function tableDescription(description: TableDescription, notes: readonly string[], paint: Paint): string {
  const width = terminalWidth();
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
  const titles = [
    { title: 'column', wraps: true },
    { title: 'kind', align: 'left' as const },
    { title: 'missing' },
    { title: 'distinct' },
    { title: 'range', align: 'left' as const },
    { title: 'spread', align: 'left' as const },
  ];
  const rows = columns.map((column) => {
    const { missing, distinct, histogram } = column.summary;
    // Two of 16 intervals share a block, so that the line fits.
    const pairs = histogram.length < 16 ? histogram.slice(0, 8) : inPairs(histogram);
    return [
      printable(column.name),
      column.kind,
      integer(missing),
      integer(distinct),
      rangeText(column),
      sparkline(pairs),
    ];
  });
  return textTable(titles, rows, tableOptions(paint));
}

function actionTable(columns: readonly ColumnDescription[], paint: Paint): string {
  const titles = [
    { title: 'column', wraps: true },
    { title: 'done', align: 'left' as const, wraps: true },
    { title: 'features' },
    { title: 'why', align: 'left' as const, wraps: true },
  ];
  const rows = columns.map(({ name, what, features, why }) => [printable(name), what, integer(features), why]);
  return textTable(titles, rows, tableOptions(paint));
}

function targetLines({ name, task, why, classes }: TargetDescription, paint: Paint): readonly string[] {
  const title = wrapText(`${paint.bold('Target')} ${printable(name)}: ${task} (${why})`, terminalWidth());
  if (classes.length === 0) return [title];
  const rows = classes.reduce((sum, entry) => sum + entry.rows, 0);
  const most = Math.max(...classes.map((entry) => entry.rows));
  const titles = [
    { title: 'class', wraps: true },
    { title: 'rows' },
    { title: 'share' },
    { title: '', align: 'left' as const },
  ];
  const shown = classes.slice(0, shownClasses).map((entry) => {
    const bar = '█'.repeat(Math.max(1, Math.round((20 * entry.rows) / most)));
    return [printable(entry.name), integer(entry.rows), `${((100 * entry.rows) / rows).toFixed(1)} %`, bar];
  });
  const table = textTable(titles, shown, tableOptions(paint));
  const hidden = classes.length - shownClasses;
  return [title, table, ...(hidden > 0 ? [`and ${count(hidden, 'more class', 'more classes')}`] : [])];
}

function rangeText({ kind, summary: { range } }: ColumnDescription): string | readonly string[] {
  if (range === undefined) return '–';
  const text = kind === 'date' ? dateText : numberText;
  const [least, greatest] = [text(range.least), text(range.greatest)];
  return least === greatest ? least : [least, greatest];
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
