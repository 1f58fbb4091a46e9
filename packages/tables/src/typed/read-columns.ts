import { ReluctantError } from '@reluctant/errors';
import { type Column, type ColumnKind, missingInteger } from '@reluctant/preprocessing';
import type { Cell, Database } from '../duckdb/with-database.js';

/** A column to be read: its kind, and the SQL of its values in the types that {@link readColumns} takes. */
export interface SourceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** DOUBLE of numbers and dates (milliseconds since 1970), BIGINT of integers, BOOLEAN, or VARCHAR; NULL is missing. */
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
  const fillings = columns.map((column) => fillingOf(column, rows));
  let read = 0;
  const values = columns.map(({ value }, index) => `${value} AS v${index}`).join(', ');
  await database.chunks(`SELECT ${values} FROM ${relation}`, (chunk) => {
    if (read + chunk.rows > rows) throw anotherCount(rows, read + chunk.rows);
    fillings.forEach((filling, index) => {
      const value = chunk.column(index);
      for (let row = 0; row < chunk.rows; row++) filling.set(read + row, value(row));
    });
    read += chunk.rows;
  });
  if (read !== rows) throw anotherCount(rows, read);
  return fillings.map((filling) => filling.column());
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
