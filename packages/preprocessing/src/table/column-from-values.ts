import { showValue } from '@reluctant/errors';
import { type Column, type ColumnKind, missingInteger, type TextColumn } from './column.js';
import { type TableOrigin, tableError } from './table.js';

const expected: Readonly<Record<ColumnKind, string>> = {
  number: 'a number',
  integer: 'a whole number of 64 bits',
  boolean: 'true or false',
  text: 'a text',
  date: 'a date',
};

/** Largest distance from 1970 that a JavaScript `Date` can hold, in milliseconds. */
export const dateLimit = 8.64e15;

/** Null, undefined, NaN and the empty text are missing. */
function missing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || Number.isNaN(value);
}

/** The kind of column that a value starts; undefined for values that no column holds. */
function kindOf(value: unknown): ColumnKind | undefined {
  if (value instanceof Date) return 'date';
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'bigint':
      return 'integer';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    default:
      return undefined;
  }
}

/**
 * A column from JavaScript values. Null, undefined, NaN and the empty text are missing. A column of the kind `date`
 * takes `Date`s and texts in ISO 8601, which are in UTC if they name no zone.
 *
 * @param kind - default: what the first present value is; `number` if none is present, or if all are bigints within
 * ±2^53
 * @throws ReluctantError naming the row and the column of a value of another kind
 */
export function columnFromValues(
  table: TableOrigin,
  name: string,
  values: readonly unknown[],
  kind: ColumnKind = inferKind(table, name, values),
): Column {
  const refuse = (row: number): never => {
    throw tableError(table, { row, column: name }, `expected ${expected[kind]}, got ${showValue(values[row])}`);
  };
  switch (kind) {
    case 'text': {
      const bad = values.findIndex((value) => !missing(value) && typeof value !== 'string');
      if (bad >= 0) refuse(bad);
      return textColumn(name, values as readonly (string | null | undefined)[]);
    }
    case 'boolean':
      return {
        ...{ kind, name },
        values: Int8Array.from(values, (value, row) =>
          missing(value) ? -1 : typeof value === 'boolean' ? Number(value) : refuse(row),
        ),
      };
    case 'integer': {
      const integers = new BigInt64Array(values.length);
      values.forEach((value, row) => {
        integers[row] = missing(value) ? missingInteger : (asInteger(value) ?? refuse(row));
      });
      return { kind, name, values: integers };
    }
    default: {
      const number = kind === 'date' ? asMilliseconds : asNumber;
      return {
        ...{ kind, name },
        values: Float64Array.from(values, (value, row) =>
          missing(value) ? Number.NaN : (number(value) ?? refuse(row)),
        ),
      };
    }
  }
}

function inferKind(table: TableOrigin, name: string, values: readonly unknown[]): ColumnKind {
  const first = values.findIndex((value) => !missing(value));
  if (first < 0) return 'number';
  const kind = kindOf(values[first]);
  if (kind === undefined) {
    const said = `expected a number, a text, true or false, or a date, got ${showValue(values[first])}`;
    throw tableError(table, { row: first, column: name }, said);
  }
  const small = (value: unknown): boolean => missing(value) || Number.isSafeInteger(Number(value));
  return kind === 'integer' && values.every(small) ? 'number' : kind;
}

/** A value of a column of numbers in double precision; undefined for anything else. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : undefined;
}

/**
 * A whole number that int64 holds, exactly; undefined for anything else, and for the one that marks missing integers.
 */
export function asInteger(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value && value !== missingInteger
    ? value
    : undefined;
}

const isoDate = /^[+-]?\d{4,6}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A point in time as milliseconds since 1970: a `Date`, or a text in ISO 8601, in UTC if it names no zone; undefined
 * for anything else.
 */
export function asMilliseconds(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value !== 'string') return undefined;
  const found = isoDate.exec(value);
  if (found === null) return undefined;
  const withZone = value.includes(':') && found[1] === undefined ? `${value}Z` : value;
  const milliseconds = Date.parse(withZone.replace(' ', 'T'));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/**
 * A text column from one text a row; null, undefined and '' are missing. The dictionary is in the order of first use.
 */
function textColumn(name: string, texts: Iterable<string | null | undefined>): TextColumn {
  const known = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    if (text === null || text === undefined || text === '') return -1;
    const code = known.get(text) ?? known.size;
    if (code === known.size) known.set(text, code);
    return code;
  });
  return { kind: 'text', name, categories: [...known.keys()], codes };
}
