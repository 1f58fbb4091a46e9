import { describe, expect, it } from 'vitest';
import { describeTable } from '../describe/describe-table.js';
import { fitPreprocessor } from '../preprocessor/fit-preprocessor.js';
import { missingInteger, valueAt } from './column.js';
import { createTable } from './create-table.js';
import { columnOf } from './table.js';
import { tableOfRows } from './table-of-rows.js';
import { takeTableRows } from './take-table-rows.js';

const big = 2n ** 60n;
const table = createTable({
  number: [1.5, null, Number.NaN],
  flag: [true, undefined, false],
  text: ['b', '', 'a'],
  date: [new Date(5), null, new Date(-1)],
  integer: [big, null, 3n],
  small: [3n, 4n, null],
  empty: [null, undefined, ''],
});

describe('createTable', () => {
  it('infers the kinds, and takes null, undefined, NaN and the empty text for missing', () => {
    expect(table.rows).toBe(3);
    const kinds = table.columns.map(({ name, kind }) => [name, kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      ...{ number: 'number', flag: 'boolean', text: 'text', date: 'date' },
      ...{ integer: 'integer', small: 'number', empty: 'number' },
    });
    expect(columnOf(table, 'flag')).toMatchObject({ values: Int8Array.of(1, -1, 0) });
    expect(columnOf(table, 'text')).toMatchObject({ categories: ['b', 'a'], codes: Int32Array.of(0, -1, 1) });
    expect(columnOf(table, 'integer')).toMatchObject({ values: BigInt64Array.of(big, missingInteger, 3n) });
    expect(columnOf(table, 'date')).toMatchObject({ values: Float64Array.of(5, Number.NaN, -1) });
    expect(table.columns.map((column) => valueAt(column, 1))).toEqual([null, null, null, null, null, 4, null]);
  });

  it('shares the memory of typed arrays and keeps the order of entries', () => {
    const values = Float64Array.of(1, 2);
    const made = createTable([['2019', values] as const, ['10', [1, 2]] as const]);
    expect(made.columns.map(({ name }) => name)).toEqual(['2019', '10']);
    expect(made.columns[0]).toMatchObject({ values });
    expect(made.columns[0]?.kind === 'number' && made.columns[0].values).toBe(values);
    expect(createTable(made.columns)).toEqual(made);
  });

  it('takes texts in ISO 8601 as dates if asked, in UTC if they name no zone', () => {
    const texts = ['2020-02-29', '2020-02-29 01:00', '2020-02-29T01:00:00.5Z', '2020-02-29T01:00+01:00', null];
    const made = createTable({ at: texts }, { kinds: { at: 'date' } });
    const midnight = Date.UTC(2020, 1, 29);
    expect(columnOf(made, 'at')).toMatchObject({
      values: Float64Array.of(midnight, midnight + 3.6e6, midnight + 3.6e6 + 500, midnight, Number.NaN),
    });
  });

  it.each([
    [{ a: [1, 'x'] }, 'row 2, column \'a\': expected a number, got "x"'],
    [{ a: ['x', 1] }, "row 2, column 'a': expected a text, got 1"],
    [{ a: [true, 1] }, "row 2, column 'a': expected true or false, got 1"],
    [{ a: [big, 0.5] }, "row 2, column 'a': expected a whole number of 64 bits, got 0.5"],
    [{ a: [new Date(0), 7] }, "row 2, column 'a': expected a date, got 7"],
    [{ a: [{}] }, "row 1, column 'a': expected a number, a text, true or false, or a date, got {}"],
    [{ a: [1], b: [1, 2] }, "column 'b' must have 1 rows like the first, got 2"],
    [{ '': [1] }, 'columns must be named, got ""'],
    [{ a: { kind: 'date', name: 'a', values: Float64Array.of(0.5) } }, 'expected whole milliseconds since 1970'],
    [{ a: { kind: 'boolean', name: 'a', values: Int8Array.of(2) } }, 'expected 0, 1 or -1, got 2'],
    [{ a: { kind: 'text', name: 'a', categories: ['x'], codes: Int32Array.of(1) } }, 'expected a code from -1 to 0'],
    [{ a: { kind: 'text', name: 'a', categories: [''], codes: Int32Array.of(0) } }, 'must be distinct texts'],
  ] as const)('case %#: %s', (columns, message) => {
    expect(() => createTable(columns as never)).toThrow(message);
  });

  it('names the source, and two columns of one name', () => {
    expect(() => createTable({ a: [1, 'x'] }, { source: 'birds.csv' })).toThrow(
      expect.objectContaining({
        code: 'invalid-file',
        message: 'birds.csv, row 2, column \'a\': expected a number, got "x"',
      }),
    );
    const twice = [['a', [1]] as const, ['a', [1]] as const];
    expect(() => createTable(twice)).toThrow("two columns have the name 'a'");
    expect(() => columnOf(table, 'nmber')).toThrow("there is no column 'nmber'; did you mean 'number'?");
  });
});

describe('takeTableRows', () => {
  it('copies rows of every kind of column in the given order', () => {
    const taken = takeTableRows(table, [2, 0, 2]);
    const rows = [0, 1, 2].map((row) => taken.columns.map((column) => valueAt(column, row)));
    const of = (row: number): unknown[] => table.columns.map((column) => valueAt(column, row));
    expect(rows).toEqual([of(2), of(0), of(2)]);
  });

  it('messages name the rows of the source, also after taking twice', () => {
    const infinite = createTable({ x: [1, 2, 3, Infinity, 5] }, { source: 'x.csv' });
    const part = takeTableRows(takeTableRows(infinite, [4, 3, 1]), [1, 0]);
    expect(() => fitPreprocessor(part)).toThrow("x.csv, row 4, column 'x': expected a finite number, got Infinity");
    expect(describeTable(part).warnings.map(({ said }) => said)).toEqual([
      "column 'x' holds an infinite number in row 4: correct it or drop the column",
    ]);
  });

  it.each([3, -1, 0.5])('refuses the row %j', (row) => {
    expect(() => takeTableRows(table, [0, row])).toThrow(`indices[1] must be a row from 0 to 2, got ${row}`);
  });
});

describe('tableOfRows', () => {
  const kinds = [
    { name: 'age', kind: 'number' },
    { name: 'since', kind: 'date' },
  ] as const;

  it('takes the columns of the given kinds and ignores other keys', () => {
    const made = tableOfRows([{ since: '2020-01-01', age: null, more: 1 }], kinds);
    expect(made.columns.map((column) => valueAt(column, 0))).toEqual([null, '2020-01-01T00:00:00.000Z']);
    expect(tableOfRows([], kinds).rows).toBe(0);
  });

  it.each([
    [[{ age: 1 }], "row 1, column 'since': is missing from the row"],
    [
      [
        { age: 1, since: null },
        { age: 'x', since: null },
      ],
      'row 2, column \'age\': expected a number, got "x"',
    ],
    [[{ age: 1, since: '1 May' }], 'row 1, column \'since\': expected a date, got "1 May"'],
    [[7], 'row 1: expected an object, got 7'],
  ])('%j: %s', (rows, message) => {
    expect(() => tableOfRows(rows as never, kinds)).toThrow(message);
  });
});
