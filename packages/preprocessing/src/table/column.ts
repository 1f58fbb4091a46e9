/** What a column holds. `integer` is for whole numbers beyond ±2^53 only; all others are `number`. */
export type ColumnKind = 'number' | 'integer' | 'boolean' | 'text' | 'date';

/**
 * A missing value of an {@link IntegerColumn}: −2^63, as NumPy's NaT. A graph takes the same value for a missing date.
 */
export const missingInteger: bigint = -(2n ** 63n);

/** Numbers in double precision; NaN is missing. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: Float64Array;
}

/** 64-bit whole numbers, of which some exceed ±2^53; {@link missingInteger} is missing. */
export interface IntegerColumn {
  readonly kind: 'integer';
  readonly name: string;
  readonly values: BigInt64Array;
}

/** 1 is true, 0 false, −1 missing. */
export interface BooleanColumn {
  readonly kind: 'boolean';
  readonly name: string;
  readonly values: Int8Array;
}

/** Texts by a dictionary. The empty text is missing: it has no entry in the dictionary. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  /** The dictionary: distinct texts, none empty. An entry may have no row. */
  readonly categories: readonly string[];
  /** For each row its text's index in the dictionary; −1 is missing. */
  readonly codes: Int32Array;
}

/** Points in time: whole milliseconds since 1970-01-01T00:00Z; NaN is missing. */
export interface DateColumn {
  readonly kind: 'date';
  readonly name: string;
  readonly values: Float64Array;
}

/** One column of a table. */
export type Column = NumberColumn | IntegerColumn | BooleanColumn | TextColumn | DateColumn;

/** How many rows a column has. */
export function columnRows(column: Column): number {
  return column.kind === 'text' ? column.codes.length : column.values.length;
}

/** Whether the value of a row is missing. */
export function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'text':
      return column.codes[row] === -1;
    case 'boolean':
      return column.values[row] === -1;
    case 'integer':
      return column.values[row] === missingInteger;
    default:
      return Number.isNaN(column.values[row]);
  }
}

/**
 * The value of a row for a message or a list of classes: a date as ISO 8601, an integer as a bigint; null if missing.
 */
export function valueAt(column: Column, row: number): string | number | bigint | boolean | null {
  if (isMissing(column, row)) return null;
  switch (column.kind) {
    case 'text':
      return column.categories[column.codes[row] ?? -1] ?? null;
    case 'boolean':
      return column.values[row] === 1;
    case 'date':
      return new Date(column.values[row] ?? Number.NaN).toISOString();
    default:
      return column.values[row] ?? null;
  }
}

/**
 * The values of a column as doubles, NaN where missing: the column's own memory where it holds doubles, else a copy.
 * An integer is rounded to the nearest double, true is 1 and false is 0.
 */
export function numericValues(column: Exclude<Column, TextColumn>): Float64Array {
  switch (column.kind) {
    case 'boolean':
      return Float64Array.from(column.values, (value) => (value === -1 ? Number.NaN : value));
    case 'integer': {
      const numbers = new Float64Array(column.values.length);
      column.values.forEach((value, row) => {
        numbers[row] = value === missingInteger ? Number.NaN : Number(value);
      });
      return numbers;
    }
    default:
      return column.values;
  }
}
