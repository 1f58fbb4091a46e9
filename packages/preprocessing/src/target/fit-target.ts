import { optionCheck, parseWith, showValue } from '@reluctant/errors';
import * as z from 'zod';
import { fitScaling } from '../encode/scaling.js';
import { type CategoryCount, countCategories } from '../summary/count-categories.js';
import { type ColumnSummary, summariseColumn } from '../summary/summarise-column.js';
import { type Column, isMissing, valueAt } from '../table/column.js';
import { columnOf, type Table, tableError } from '../table/table.js';
import { guessTask } from './guess-task.js';
import {
  type ClassTarget,
  type ClassValue,
  type Target,
  type Task,
  targetVersion,
  type ValueTarget,
} from './target.js';

/** Options of {@link fitTarget}. */
export interface TargetOptions {
  /**
   * Whether the target is one of some classes or a real number. Default: a guess from its values, as `describeTable`
   * tells it.
   */
  readonly task?: Task;
}

const checkOptions = optionCheck<TargetOptions>('fitTarget', { task: true });
/** Schema of the option `task`. */
export const taskSchema: z.ZodType<{ task?: Task | undefined }> = z.strictObject({
  task: z.enum(['classification', 'regression']).optional(),
});

/**
 * Fits the target: the list of its classes, or mean and standard deviation. Rows in which it is missing do not count;
 * leave them out of the training with `rowsWithTarget`.
 *
 * @param name - the column
 * @throws ReluctantError for an unknown column; a target without values, of one class, of more classes than half of its
 *   rows, of one number, or of dates; texts as real numbers; an infinite number
 */
export function fitTarget(table: Table, name: string, options: TargetOptions = {}): Target {
  checkOptions(options);
  const { task } = parseWith(taskSchema, options, { owner: 'fitTarget' });
  const column = columnOf(table, name);
  const { summary, sorted } = summariseColumn(column);
  const refuse = (said: string, row?: number): never => {
    throw tableError(table, { column: name, ...(row !== undefined && { row }) }, said);
  };
  if (summary.present === 0) refuse('the target has no values');
  if (summary.infiniteRow !== undefined) {
    refuse(`expected a finite number, got ${showValue(valueAt(column, summary.infiniteRow))}`, summary.infiniteRow);
  }
  if (column.kind === 'date') return refuse('a date cannot be the target: make a number or classes of it');
  const chosen = task ?? guessTask(column, summary).task;
  if (summary.distinct === 1) {
    const what = chosen === 'classification' ? 'class' : 'value';
    refuse(
      `the target has one ${what} only, ${showValue(valueAt(column, firstPresent(column)))}: there is nothing to learn`,
    );
  }
  return chosen === 'classification' ? fitClasses(column, summary, refuse) : fitValue(column, sorted, refuse);
}

function firstPresent(column: Column): number {
  let row = 0;
  while (isMissing(column, row)) row++;
  return row;
}

/** The first row whose text is no number, else the first that is not missing. */
function firstOther(column: Column): number {
  if (column.kind !== 'text') return firstPresent(column);
  const isOther = column.categories.map((text) => text.trim() !== '' && Number.isNaN(Number(text)));
  const row = column.codes.findIndex((code) => isOther[code] === true);
  return row < 0 ? firstPresent(column) : row;
}

type Refuse = (said: string, row?: number) => never;

function fitClasses(column: Exclude<Column, { kind: 'date' }>, summary: ColumnSummary, refuse: Refuse): ClassTarget {
  const { present, distinct } = summary;
  if (distinct > Math.max(2, present / 2))
    refuse(`the target has ${distinct} classes in ${present} rows, too few to learn them`);
  const classes = presentCategories(column).map(
    ({ category }): ClassValue => (column.kind === 'boolean' ? category === 1 : (category ?? '')),
  );
  return { version: targetVersion, task: 'classification', name: column.name, kind: column.kind, classes };
}

/** The categories of a target without the missing one. */
export function presentCategories(column: Column): readonly CategoryCount[] {
  return countCategories(column).filter(({ category }) => category !== null && category !== '');
}

function fitValue(column: Exclude<Column, { kind: 'date' }>, sorted: Float64Array, refuse: Refuse): ValueTarget {
  if (column.kind === 'text' || column.kind === 'boolean') {
    const row = firstOther(column);
    return refuse(`expected a number, got ${showValue(valueAt(column, row))}`, row);
  }
  // Rows without a target do not count, so that there is nothing to fill.
  const { mean, scale } = fitScaling(sorted, 0);
  return { version: targetVersion, task: 'regression', name: column.name, kind: column.kind, mean, scale };
}
