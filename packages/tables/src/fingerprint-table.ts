import { createHash } from 'node:crypto';
import type { Column, Table } from '@reluctant/preprocessing';

/**
 * The content of a table as a hash: sha256, in hexadecimal, over its row count and, for each column, its name, kind and
 * values in little-endian order. Equal tables have equal fingerprints whatever file they come from; the source does not
 * count.
 */
export function fingerprintTable(table: Table): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(['reluctant-table', 1, table.rows]));
  for (const column of table.columns) {
    hash.update(JSON.stringify([column.name, column.kind]));
    hash.update(valuesOf(column));
    if (column.kind === 'text') hash.update(JSON.stringify(column.categories));
  }
  return hash.digest('hex');
}

function valuesOf(column: Column): Uint8Array {
  const values = column.kind === 'text' ? column.codes : column.values;
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
