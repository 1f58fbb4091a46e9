import { ReluctantError } from '@reluctant/errors';
import { type Column, type ColumnKind, missingInteger } from '@reluctant/preprocessing';
import type { Cell, Database } from '../duckdb/with-database.js';

/** A column to be read: its kind, and the SQL of its values in the types that {@link readColumns} takes. */
export interface SourceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /**
   * DOUBLE of numbers and dates (milliseconds since 1970), BIGINT of integers, BOOLEAN, or VARCHAR; NULL is missing.
   */
  readonly value: string;
}

/** A column that is filled row by row. */
interface Filling {
  set(row: number, value: Cell): void;
  column(): Column;
}

/**
 * Reads the columns of a relation into typed arrays, chunk by chunk, in the relation's order.
 *
 * @param rows - how many rows the relation has
 * @throws ReluctantError (`input-output`) if it has another number of rows by now
 */
export async function readColumns(
  database: Database,
  relation: string,
  columns: readonly SourceColumn[],
  rows: number,
): Promise<readonly Column[]> {
  let all: readonly Column[] = [];
  await readBlocks(database, relation, columns, { rows, blockRows: rows }, (block) => {
    all = block;
  });
  return all;
}

/** How a relation is read in parts. */
export interface BlockSizes {
  /** How many rows the relation has, at least one. */
  readonly rows: number;
  /** How many rows a part has, but for the last one. */
  readonly blockRows: number;
}

/**
 * {@link readColumns} in parts of some rows: the memory of a part is free when it has been taken.
 *
 * @param take - called with each part in turn and the index of its first row; the next is read when it is done
 */
export async function readBlocks(
  database: Database,
  relation: string,
  columns: readonly SourceColumn[],
  { rows, blockRows }: BlockSizes,
  take: (block: readonly Column[], first: number) => void | Promise<void>,
): Promise<void> {
  const sizeFrom = (first: number): number => Math.min(blockRows, rows - first);
  let first = 0;
  let filled = 0;
  let fillings = columns.map((column) => fillingOf(column, sizeFrom(first)));
  const values = columns.map(({ value }, index) => `${value} AS v${index}`).join(', ');
  await database.chunks(`SELECT ${values} FROM ${relation}`, async (chunk) => {
    if (first + filled + chunk.rows > rows) throw anotherCount(rows, first + filled + chunk.rows);
    const cells = columns.map((_, index) => chunk.column(index));
    for (let from = 0; from < chunk.rows; ) {
      const count = Math.min(chunk.rows - from, sizeFrom(first) - filled);
      fillings.forEach((filling, index) => {
        const cell = cells[index];
        for (let row = 0; row < count; row++) filling.set(filled + row, cell?.(from + row) ?? null);
      });
      from += count;
      filled += count;
      if (filled < sizeFrom(first)) continue;
      await take(
        fillings.map((filling) => filling.column()),
        first,
      );
      first += filled;
      filled = 0;
      if (first < rows) fillings = columns.map((column) => fillingOf(column, sizeFrom(first)));
    }
  });
  if (first !== rows) throw anotherCount(rows, first + filled);
}

function anotherCount(rows: number, read: number): ReluctantError {
  return new ReluctantError(
    'input-output',
    `the table had ${rows} rows, and then ${read}: it changed while it was read`,
  );
}

function fillingOf({ name, kind }: SourceColumn, rows: number): Filling {
  switch (kind) {
    case 'text':
      return textFilling(name, rows);
    case 'boolean': {
      const values = new Int8Array(rows);
      return {
        set: (row, value) => {
          values[row] = value === null ? -1 : Number(value);
        },
        column: () => ({ kind, name, values }),
      };
    }
    case 'integer': {
      const values = new BigInt64Array(rows);
      return {
        set: (row, value) => {
          values[row] = typeof value === 'bigint' ? value : missingInteger;
        },
        column: () => ({ kind, name, values }),
      };
    }
    default: {
      const values = new Float64Array(rows);
      return {
        set: (row, value) => {
          values[row] = value === null ? Number.NaN : Number(value);
        },
        column: () => ({ kind, name, values }),
      };
    }
  }
}

function textFilling(name: string, rows: number): Filling {
  const codes = new Int32Array(rows);
  const known = new Map<string, number>();
  return {
    set: (row, value) => {
      if (value === null || value === '') {
        codes[row] = -1;
        return;
      }
      const text = String(value);
      const code = known.get(text) ?? known.size;
      if (code === known.size) known.set(text, code);
      codes[row] = code;
    },
    column: () => ({ kind: 'text', name, categories: [...known.keys()], codes }),
  };
}
