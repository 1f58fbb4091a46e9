import { optionCheck, showValue } from '@reluctant/errors';
import type { ColumnKind } from './column.js';
import { columnFromValues } from './column-from-values.js';
import { type Table, tableError } from './table.js';

/** A row as an object, by column name. */
export type RowObject = Readonly<Record<string, unknown>>;

/** Options of {@link tableOfRows}. */
export interface RowOptions {
  /** Where the rows come from, for messages. */
  readonly source?: string;
}

const checkOptions = optionCheck<RowOptions>('tableOfRows', { source: true });

/**
 * A table from plain objects, one for each row, as an HTTP handler or a page has them. Other keys of the objects are
 * ignored.
 *
 * @param kinds - the columns to take and what they hold, such as `rawColumns(preprocessor)`
 * @throws ReluctantError naming the row and the column that it lacks or that is of another kind; null is missing, an
 *   absent key is an error
 */
export function tableOfRows(
  rows: readonly RowObject[],
  kinds: Iterable<{ readonly name: string; readonly kind: ColumnKind }>,
  options: RowOptions = {},
): Table {
  checkOptions(options);
  const columns = [...kinds];
  rows.forEach((row, at) => {
    if (typeof row !== 'object' || row === null)
      throw tableError(options, { row: at }, `expected an object, got ${showValue(row)}`);
    const lacking = columns.find(({ name }) => !Object.hasOwn(row, name));
    if (lacking !== undefined) throw tableError(options, { row: at, column: lacking.name }, 'is missing from the row');
  });
  const made = columns.map(({ name, kind }) =>
    columnFromValues(
      options,
      name,
      rows.map((row) => row[name]),
      kind,
    ),
  );
  return { ...options, rows: rows.length, columns: made };
}
