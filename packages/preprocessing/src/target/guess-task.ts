import type { ColumnSummary } from '../summary/summarise-column.js';
import type { Column } from '../table/column.js';
import type { Task } from './target.js';

/** Whole numbers with at most this many different values are classes. */
const classLimit = 20;

/** A guess and its reason, as the rest of a sentence: `classification: …`. */
export interface TaskGuess {
  readonly task: Task;
  readonly why: string;
}

/** Guesses from the values of a target whether they are classes or real numbers. */
export function guessTask(column: Column, { whole, distinct, present }: ColumnSummary): TaskGuess {
  if (column.kind === 'text') return { task: 'classification', why: 'the target holds texts' };
  if (column.kind === 'boolean') return { task: 'classification', why: 'the target holds true and false' };
  if (distinct <= 2) return { task: 'classification', why: 'the target has two different values' };
  if (whole && distinct <= classLimit && distinct <= present / 2) {
    return { task: 'classification', why: `the target has ${distinct} different whole numbers` };
  }
  return { task: 'regression', why: `the target has ${distinct} different numbers` };
}
