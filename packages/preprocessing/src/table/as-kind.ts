import { showValue } from '@reluctant/errors';
import {
  type Column,
  type ColumnKind,
  columnRows,
  isMissing,
  missingInteger,
  numericValues,
  valueAt,
} from './column.js';
import { type TableOrigin, tableError } from './table.js';

const kindNames: Readonly<Record<ColumnKind, string>> = {
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  text: 'a text',
  date: 'a date',
};

/**
 * The column as one of another kind, where nothing is lost: whole numbers as integers, integers as the nearest doubles,
 * and a column without any value as one of any kind.
 *
 * @throws ReluctantError naming row and column of the first value of the wrong kind
 */
export function asKind(table: TableOrigin, column: Column, kind: ColumnKind): Column {
  if (column.kind === kind) return column;
  const { name } = column;
  const rows = columnRows(column);
  let first = 0;
  while (first < rows && isMissing(column, first)) first++;
  if (first === rows) return withoutValues(name, kind, rows);
  if (kind === 'number' && column.kind === 'integer') return { kind, name, values: numericValues(column) };
  if (kind === 'integer' && column.kind === 'number') {
    const bad = column.values.findIndex((value) => !Number.isNaN(value) && !Number.isSafeInteger(value));
    if (bad < 0) return { kind, name, values: integers(column.values) };
    first = bad;
  }
  const said = `expected ${kindNames[kind]}, got ${showValue(valueAt(column, first))}`;
  throw tableError(table, { row: first, column: name }, said);
}

function integers(values: Float64Array): BigInt64Array {
  return BigInt64Array.from(Array.from(values, (value) => (Number.isNaN(value) ? missingInteger : BigInt(value))));
}

function withoutValues(name: string, kind: ColumnKind, rows: number): Column {
  switch (kind) {
    case 'text':
      return { kind, name, categories: [], codes: new Int32Array(rows).fill(-1) };
    case 'boolean':
      return { kind, name, values: new Int8Array(rows).fill(-1) };
    case 'integer':
      return { kind, name, values: new BigInt64Array(rows).fill(missingInteger) };
    default:
      return { kind, name, values: new Float64Array(rows).fill(Number.NaN) };
  }
}
