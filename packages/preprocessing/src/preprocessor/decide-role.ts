import { showValue } from '@reluctant/errors';
import { groupRare } from '../encode/group-rare.js';
import { countCategories } from '../summary/count-categories.js';
import type { ColumnSummary } from '../summary/summarise-column.js';
import { type Column, isMissing, valueAt } from '../table/column.js';
import { type Table, tableError } from '../table/table.js';
import type { ResolvedOptions } from './preprocessor-options.js';

/** What is done to a column: one of the encodings, or nothing. */
export type Role = 'numeric' | 'boolean' | 'categorical' | 'date' | 'drop';

/** A role and its reason, as the rest of a sentence about the column: `the same value in every row`. */
export interface Decision {
  readonly role: Role;
  readonly why: string;
}

/** Fewer different values than these do not make an identifier: in a table of ten rows most columns have ten values. */
const identifierRows = 20;

const identifierName = /(^|[^a-z])(id|ids|key|uuid|guid|index|rowid|nr)$/i;
const camelCaseIdentifier = /[a-z](Id|ID|Key|Index|Uuid)$/;

/** Texts of this many words on average are sentences. */
const freeTextWords = 4;

/**
 * Decides what is done to a column, from the rows that the preprocessor is fitted on.
 *
 * @throws ReluctantError naming row and column for an infinite number, or for a text where the options ask for numbers
 */
export function decideRole(table: Table, column: Column, summary: ColumnSummary, options: ResolvedOptions): Decision {
  const { name } = column;
  if (options.drop.includes(name)) return { role: 'drop', why: 'as asked' };
  if (summary.present === 0) return { role: 'drop', why: 'no row has a value' };
  if (options.numeric.includes(name)) {
    if (column.kind === 'text') refuseText(table, column);
    return { role: 'numeric', why: 'as asked' };
  }
  if (options.categorical.includes(name)) return { role: 'categorical', why: 'as asked' };
  if (summary.distinct === 1 && summary.missing === 0) return { role: 'drop', why: 'the same value in every row' };
  if (column.kind === 'text') return decideText(column, summary, options);
  if (column.kind === 'boolean') return { role: 'boolean', why: 'true and false' };
  if (column.kind === 'date') return { role: 'date', why: 'dates' };
  return isNumberedIdentifier(name, summary)
    ? { role: 'drop', why: 'an identifier: another whole number in each row' }
    : { role: 'numeric', why: 'numbers' };
}

function decideText(column: Column, summary: ColumnSummary, options: ResolvedOptions): Decision {
  if (isFreeText(summary)) return { role: 'drop', why: 'free text' };
  if (isAllDifferent(summary)) return { role: 'drop', why: 'an identifier: another text in each row' };
  const { categories } = groupRare(countCategories(column), options);
  return categories.length === 0
    ? { role: 'drop', why: `no text is in ${frequencyName(options.minFrequency)} or more` }
    : { role: 'categorical', why: 'texts' };
}

function frequencyName(minFrequency: number): string {
  return minFrequency < 1 ? `a share of ${minFrequency} of the rows` : `${minFrequency} rows`;
}

/** Whether each present value is another one, in a table that is not tiny. */
export function isAllDifferent({ present, distinct }: ColumnSummary): boolean {
  return distinct === present && present >= identifierRows;
}

/** Whether texts are sentences that hardly repeat. */
export function isFreeText({ present, distinct, words }: ColumnSummary): boolean {
  return words >= freeTextWords && distinct > present / 2;
}

/** Whole numbers, all different, that are called an identifier or are consecutive. */
function isNumberedIdentifier(name: string, summary: ColumnSummary): boolean {
  const { whole, missing, present, range } = summary;
  if (!whole || missing > 0 || range === undefined || !isAllDifferent(summary)) return false;
  const consecutive = range.greatest - range.least + 1 === present;
  return consecutive || identifierName.test(name) || camelCaseIdentifier.test(name);
}

function refuseText(table: Table, column: Column): never {
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const row = rows.find((at) => !isMissing(column, at)) ?? 0;
  const said = `expected a number, got ${showValue(valueAt(column, row))}`;
  throw tableError(table, { row, column: column.name }, said);
}
