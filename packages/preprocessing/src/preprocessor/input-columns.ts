import { printable } from '@reluctant/errors';
import { roundedToFloat32 } from '../encode/loses-in-float32.js';
import { asKind } from '../table/as-kind.js';
import { type Column, numericValues } from '../table/column.js';
import { findColumn, type Table, tableError } from '../table/table.js';
import type { ColumnEncoding, Preprocessor } from './preprocessor.js';

/**
 * The raw columns of a table as a fitted model reads them, in the order of the preprocessor: of the kinds that it was
 * fitted on, and without infinite numbers. They are the inputs of an exported graph.
 *
 * @throws ReluctantError naming the column that is absent or of another kind, or row and column of a number that is not
 *   finite (in a `float` column: in float32)
 */
export function inputColumns(preprocessor: Preprocessor, table: Table): readonly Column[] {
  return preprocessor.columns.map((encoding) => {
    const column = rawColumn(table, encoding);
    if (column.kind !== 'text') refuseInfinite(table, encoding, numericValues(column));
    return column;
  });
}

/** The column of a table for an encoding, of the kind that it was fitted on. */
export function rawColumn(table: Table, { name, kind }: ColumnEncoding): Column {
  const column = findColumn(table, name);
  if (column !== undefined) return asKind(table, column, kind);
  throw tableError(table, {}, `there is no column '${printable(name)}', which the model reads`);
}

/**
 * Refuses numbers that are infinite as they enter a graph.
 *
 * @param exact - in double precision
 */
export function refuseInfinite(table: Table, { input, name }: ColumnEncoding, exact: Float64Array): void {
  // `indexOf` over millions of rows takes a fraction of the time of a callback for each.
  const values = input === 'float' ? roundedToFloat32(exact) : exact;
  const rows = [values.indexOf(Infinity), values.indexOf(-Infinity)].filter((found) => found >= 0);
  if (rows.length === 0) return;
  const row = Math.min(...rows);
  const said = Number.isFinite(exact[row])
    ? 'expected a number within the range of float32'
    : 'expected a finite number';
  throw tableError(table, { row, column: name }, `${said}, got ${exact[row]}`);
}
