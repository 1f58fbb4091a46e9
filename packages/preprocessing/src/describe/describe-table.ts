import { invalidOption, optionCheck, parseWith, printable } from '@reluctant/errors';
import { decideRole } from '../preprocessor/decide-role.js';
import { encodingFeatures } from '../preprocessor/feature-names.js';
import { fitEncoding } from '../preprocessor/fit-encoding.js';
import type { ColumnEncoding } from '../preprocessor/preprocessor.js';
import { type PreprocessorOptions, resolveOptions } from '../preprocessor/preprocessor-options.js';
import { summariseColumn } from '../summary/summarise-column.js';
import type { Column } from '../table/column.js';
import { findColumn, type Table } from '../table/table.js';
import { presentCategories, taskSchema } from '../target/fit-target.js';
import { guessTask } from '../target/guess-task.js';
import type { Task } from '../target/target.js';
import { columnWarnings } from './column-warnings.js';
import { leakFinder } from './leak-finder.js';
import type { ColumnDescription, TableDescription, TableWarning, TargetDescription } from './table-description.js';

/** Options of {@link describeTable}. */
export interface DescribeOptions extends PreprocessorOptions {
  /** Whether the target is one of some classes or a real number. Default: a guess from its values. */
  readonly task?: Task;
}

const checkOptions = optionCheck<DescribeOptions>('describeTable', {
  ...{ target: true, drop: true, numeric: true, categorical: true },
  ...{ minFrequency: true, maxCategories: true, task: true },
});

/**
 * Says of each column what it holds, what `fitPreprocessor` would do to it and why, and what to look at before
 * training. It fits on all rows; a training fits on its part of them, in which a rare category or a missing value may
 * not occur.
 *
 * @throws ReluctantError for wrong options, among them a text column that is to be numeric, and for a table without
 * rows
 */
export function describeTable(table: Table, options: DescribeOptions = {}): TableDescription {
  checkOptions(options);
  const { task, ...rest } = options;
  parseWith(taskSchema, { task }, { owner: 'describeTable' });
  const resolved = resolveOptions(table, rest, 'describeTable');
  if (task !== undefined && resolved.target === undefined) throw invalidOption('task', 'given with a target', task);
  const target = resolved.target === undefined ? undefined : findColumn(table, resolved.target);
  const learned = target && describeTarget(target, task);
  const findLeak = target && learned && leakFinder(target, learned.task);
  const warnings: TableWarning[] = target && learned ? [...targetWarnings(learned)] : [];
  const columns = table.columns.map((column): ColumnDescription => {
    const { summary, sorted } = summariseColumn(column);
    const { name, kind } = column;
    if (column === target)
      return { name, kind, summary, role: 'target', features: 0, what: 'predicted', why: 'as asked' };
    const decision = decideRole(table, column, summary, resolved);
    const usable = decision.role === 'drop' || summary.infiniteRow !== undefined ? undefined : decision.role;
    const encoding = usable && fitEncoding(column, sorted, usable, resolved);
    const leak = encoding && findLeak?.(column, summary);
    warnings.push(...columnWarnings(table, { column, summary, decision, encoding, leak }));
    const what = summary.infiniteRow === undefined ? 'dropped' : 'refused: infinite';
    if (encoding === undefined)
      return { name, kind, summary, role: decision.role, features: 0, what, why: decision.why };
    return {
      ...{ name, kind, summary, role: decision.role, why: decision.why, input: encoding.input },
      ...{ features: encodingFeatures(encoding).length, what: describeEncoding(encoding) },
    };
  });
  return {
    ...(table.source !== undefined && { source: table.source }),
    ...{ rows: table.rows, columns, warnings },
    ...(learned !== undefined && { target: learned }),
  };
}

/** What an encoding does, in a few words. */
function describeEncoding(encoding: ColumnEncoding): string {
  if (encoding.role === 'categorical') return encoding.rare ? 'one-hot, rare ones together' : 'one-hot';
  const indicator = encoding.indicator ? ', missing marked' : '';
  switch (encoding.role) {
    case 'numeric':
      return `standardised${indicator}`;
    case 'boolean':
      return `0 and 1${indicator}`;
    case 'date':
      return `${['elapsed time', ...encoding.parts].join(', ')}${indicator}`;
  }
}

function describeTarget(column: Column, asked: Task | undefined): TargetDescription {
  const { summary } = summariseColumn(column);
  const { task, why } = asked === undefined ? guessTask(column, summary) : { task: asked, why: 'as asked' };
  const classes = task === 'classification' ? presentCategories(column) : [];
  return {
    ...{ name: column.name, task, why, missing: summary.missing },
    classes: classes.map(({ category, count }) => ({
      name: column.kind === 'boolean' ? String(category === 1) : String(category),
      rows: count,
    })),
  };
}

function targetWarnings({ name, task, missing, classes }: TargetDescription): readonly TableWarning[] {
  const said: string[] = [];
  if (missing > 0)
    said.push(`is missing in ${missing} ${missing === 1 ? 'row, which is' : 'rows, which are'} left out`);
  if (task === 'classification' && classes.length < 2) said.push('has one class only: there is nothing to learn');
  const single = classes.filter(({ rows }) => rows === 1).map((entry) => `'${printable(entry.name)}'`);
  if (single.length > 0) {
    const shown = single.slice(0, 3).join(', ');
    const more = single.length > 3 ? ` and ${single.length - 3} more` : '';
    said.push(`has one row only of ${shown}${more}: such a class cannot be both trained and tested`);
  }
  return said.map((rest) => ({ kind: 'target', column: name, said: `target '${printable(name)}' ${rest}` }));
}
