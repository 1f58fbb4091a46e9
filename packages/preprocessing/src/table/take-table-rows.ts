import { invalidArgument } from '@reluctant/errors';
import type { Column } from './column.js';
import type { Table } from './table.js';

/**
 * Copies the given rows in the given order; a row may be repeated. Dictionaries of texts are kept as they are,
 * and messages name the rows as they are numbered in the source.
 *
 * @param indices - rows from 0, such as a part of `trainTestSplit` of `@reluctant/data`
 * @throws ReluctantError (`invalid-argument`) for an index that is not a row
 */
export function takeTableRows(table: Table, indices: ArrayLike<number>): Table {
  for (let at = 0; at < indices.length; at++) {
    const row = indices[at] ?? Number.NaN;
    if (!(Number.isInteger(row) && row >= 0 && row < table.rows)) {
      throw invalidArgument(['indices', at], `a row from 0 to ${table.rows - 1}`, row);
    }
  }
  const columns = table.columns.map((column) => taken(column, indices));
  const sourceRows = Int32Array.from(indices, (row) => table.sourceRows?.[row] ?? row);
  return { ...table, rows: indices.length, columns, sourceRows };
}

function taken(column: Column, indices: ArrayLike<number>): Column {
  const { length } = indices;
  switch (column.kind) {
    case 'text':
      return { ...column, codes: gather(column.codes, indices, new Int32Array(length)) };
    case 'boolean':
      return { ...column, values: gather(column.values, indices, new Int8Array(length)) };
    case 'integer': {
      const values = new BigInt64Array(length);
      for (let to = 0; to < length; to++) values[to] = column.values[indices[to] ?? 0] ?? 0n;
      return { ...column, values };
    }
    default:
      return { ...column, values: gather(column.values, indices, new Float64Array(length)) };
  }
}

function gather<Values extends Float64Array | Int32Array | Int8Array>(
  from: Values,
  indices: ArrayLike<number>,
  into: Values,
): Values {
  for (let to = 0; to < indices.length; to++) into[to] = from[indices[to] ?? 0] ?? 0;
  return into;
}
