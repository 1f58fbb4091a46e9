import { printable, ReluctantError, unknownName } from '@reluctant/errors';
import type { Column } from './column.js';

/** Typed columns of equal length, in the order of the file that they come from. */
export interface Table {
  /** Where the rows come from, for messages: `birds.csv`. Undefined for rows made in memory. */
  readonly source?: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** For each row its index in the source, where the rows are some of a larger table; for messages. */
  readonly sourceRows?: Int32Array;
}

/** What a message needs of a table. */
export type TableOrigin = Pick<Table, 'source' | 'sourceRows'>;

/** The column of a name; undefined if there is none. */
export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/**
 * The column of a name.
 *
 * @throws ReluctantError (`unknown-name`) with the nearest name
 */
export function columnOf(table: Table, name: string): Column {
  const found = findColumn(table, name);
  if (found !== undefined) return found;
  const names = table.columns.map((column) => column.name);
  throw unknownName('column', name, names);
}

/** A place in a table; `row` is an index from 0. */
export interface Place {
  readonly row?: number;
  readonly column?: string;
}

/** The number of a row in the source, counted from 1, for a message. */
export function rowNumber({ sourceRows }: TableOrigin, row: number): number {
  return (sourceRows?.[row] ?? row) + 1;
}

/** Names a place: `birds.csv, row 3, column 'speed'`. */
function placeName(table: TableOrigin, { row, column }: Place): string {
  const { source } = table;
  const parts = [
    source === undefined ? '' : printable(source),
    row === undefined ? '' : `row ${rowNumber(table, row)}`,
    column === undefined ? '' : `column '${printable(column)}'`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/**
 * The error about a table's content: `birds.csv, row 3, column 'speed': expected a finite number, got Infinity`.
 *
 * Its code is `invalid-file` if the table has a source, else `invalid-argument`.
 *
 * @param said - what is wrong, without a final full stop
 */
export function tableError(table: TableOrigin, place: Place, said: string): ReluctantError {
  const { row, column } = place;
  const code = table.source === undefined ? 'invalid-argument' : 'invalid-file';
  const where = placeName(table, place);
  return new ReluctantError(code, where === '' ? said : `${where}: ${said}`, {
    path: [...(column === undefined ? [] : [column]), ...(row === undefined ? [] : [row])],
  });
}
