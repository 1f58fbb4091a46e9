import { describe, expect, it } from 'vitest';
import { createTable } from '../table/create-table.js';
import { featureNames } from './feature-names.js';
import { fitPreprocessor } from './fit-preprocessor.js';
import { parsePreprocessor } from './parse-preprocessor.js';
import type { PreprocessorOptions } from './preprocessor-options.js';
import { transform } from './transform.js';

const rows = 60;
const column = <Value>(value: (row: number) => Value): Value[] => Array.from({ length: rows }, (_, row) => value(row));
const day = 86_400_000;

const table = createTable({
  rowNumber: column((row) => row + 1),
  userId: column((row) => row * row),
  squares: column((row) => row * row),
  always: column(() => 'x'),
  never: column(() => null),
  note: column((row) => `a note of several words about row ${row}`),
  code: column((row) => `code-${row}`),
  nearly: column((row) => `word${row % 30}`),
  flag: column((row) => (row === 5 ? null : row % 3 === 0)),
  when: column((row) => new Date(1.6e12 + row * day)),
  bird: column((row) => (row < 3 ? 'rare' : row % 2 === 0 ? 'owl' : 'tit')),
});

function fitted(options: PreprocessorOptions = {}): ReturnType<typeof fitPreprocessor> {
  return fitPreprocessor(table, options);
}

describe('what becomes of a column', () => {
  it('identifiers, constants, empty columns, free text and rare texts are dropped with their reasons', () => {
    expect(Object.fromEntries(fitted().dropped.map(({ name, why }) => [name, why]))).toEqual({
      rowNumber: 'an identifier: another whole number in each row',
      userId: 'an identifier: another whole number in each row',
      always: 'the same value in every row',
      never: 'no row has a value',
      note: 'free text',
      code: 'an identifier: another text in each row',
      nearly: 'no text is in 10 rows or more',
    });
  });

  it('the rest become features of their roles', () => {
    expect(featureNames(fitted())).toEqual([
      ...['squares', 'flag', 'flag missing', 'when', 'when season sine', 'when season cosine'],
      ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((name) => `when ${name}`),
      ...['bird = owl', 'bird = tit', 'bird = (rare)'],
    ]);
  });

  it('options decide otherwise, and the target is no feature', () => {
    const { columns, dropped } = fitted({
      ...{ target: 'bird', drop: ['squares'], numeric: ['rowNumber', 'when'], categorical: ['flag', 'code'] },
      minFrequency: 1,
    });
    expect(columns.map(({ name, role }) => [name, role])).toEqual([
      ['rowNumber', 'numeric'],
      ['code', 'categorical'],
      ['nearly', 'categorical'],
      ['flag', 'categorical'],
      ['when', 'numeric'],
    ]);
    expect(dropped).toContainEqual({ name: 'squares', why: 'as asked' });
    expect(columns.find(({ name }) => name === 'flag')).toMatchObject({ categories: [0, 1, null], rare: false });
  });

  it.each([
    [{ drop: ['birds'] }, "there is no column 'birds'; did you mean 'bird'?"],
    [{ drop: ['bird'], numeric: ['bird'] }, "drop and numeric both name the column 'bird'"],
    [{ target: 'bird', categorical: ['bird'] }, "target and categorical both name the column 'bird'"],
    [{ numeric: ['bird'] }, 'row 1, column \'bird\': expected a number, got "rare"'],
    [
      { minFrequency: 1.5 },
      "option 'minFrequency' of fitPreprocessor must be a whole number of rows or a share below 1",
    ],
    [{ maxCategories: 1 }, "option 'maxCategories' of fitPreprocessor must be at least 2, got 1"],
    [{ drops: [] }, "fitPreprocessor: there is no option 'drops'; did you mean 'drop'?"],
  ])('%j: %s', (options, message) => {
    expect(() => fitted(options as PreprocessorOptions)).toThrow(message);
  });

  it('an infinite number is refused with row and column, a table without features with reasons', () => {
    const infinite = createTable({ x: [1, 2, -Infinity] }, { source: 'x.csv' });
    expect(() => fitPreprocessor(infinite)).toThrow(
      "x.csv, row 3, column 'x': expected a finite number, got -Infinity",
    );
    const constant = createTable({ x: [1, 1], y: [1, 2] });
    expect(() => fitPreprocessor(constant, { target: 'y' })).toThrow(
      "no column is left to learn from; dropped: 'x' (the same value in every row)",
    );
    expect(() => fitPreprocessor(createTable({ x: [] }))).toThrow('the table has no rows');
  });
});

describe('the type in which numbers enter a graph', () => {
  const inputOf = (values: number[]): unknown => fitPreprocessor(createTable({ x: values })).columns[0]?.input;

  it.each([
    ['small whole numbers', [1, 2, 3], 'float'],
    ['decimal fractions', [0.1, 0.2, 0.7], 'float'],
    ['seconds since 1970', [1_600_000_001, 1_600_000_002], 'double'],
    ['a small spread far from 0', [1000.0001, 1000.0002, 1000.0003], 'double'],
    ['numbers beyond float32', [1e300, 1], 'double'],
    ['numbers below float32', [1e-300, 2e-300], 'double'],
  ])('%s enter as %3$s', (_, values, input) => {
    expect(inputOf(values)).toBe(input);
  });

  it('a float column is rounded before it is fitted, and a double column is not', () => {
    const [float] = fitPreprocessor(createTable({ x: [0.1, 0.7] })).columns;
    expect(float).toMatchObject({ scaling: { mean: (Math.fround(0.1) + Math.fround(0.7)) / 2 } });
    const [double] = fitPreprocessor(createTable({ x: [1_600_000_001, 1_600_000_003] })).columns;
    expect(double).toMatchObject({ scaling: { fill: 1_600_000_002, mean: 1_600_000_002, scale: 1 } });
  });

  it('integers and dates enter as int64, texts as strings', () => {
    const mixed = createTable({ i: [2n ** 60n, 1n], d: [new Date(0), new Date(1)], t: ['a', 'b'] });
    const { columns } = fitPreprocessor(mixed, { minFrequency: 1 });
    expect(columns.map(({ input }) => input)).toEqual(['int64', 'int64', 'string']);
  });
});

describe('transform', () => {
  const preprocessor = fitted({ drop: ['when'], minFrequency: 2 });
  const other = { squares: [1], nearly: ['word1'], flag: [true], bird: ['rare'] };

  it('writes into given memory and nowhere else', () => {
    const width = featureNames(preprocessor).length;
    const into = new Float32Array(new SharedArrayBuffer(4 * (width + 1))).fill(7);
    const features = transform(preprocessor, createTable(other), { into });
    expect(features.buffer).toBe(into.buffer);
    expect([...into.subarray(0, width)]).toEqual([...transform(preprocessor, createTable(other))]);
    expect(into[width]).toBe(7);
    expect(() => transform(preprocessor, createTable(other), { into: into.subarray(2) })).toThrow(
      `into must be ${width} long, got ${width - 1}`,
    );
  });

  it('without a rare group an unseen category is all zeros', () => {
    const plain = fitPreprocessor(createTable({ t: ['a', 'b'] }), { minFrequency: 1 });
    expect([...transform(plain, createTable({ t: ['a', 'c', null] }))]).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it('categories of 64-bit integers keep every digit', () => {
    const ids = createTable({ id: [2n ** 60n, 2n ** 60n + 1n, null] });
    const { columns } = fitPreprocessor(ids, { categorical: ['id'], minFrequency: 1 });
    expect(columns[0]).toMatchObject({ categories: ['', String(2n ** 60n), String(2n ** 60n + 1n)] });
    const again = transform(fitPreprocessor(ids, { categorical: ['id'], minFrequency: 1 }), ids);
    expect([...again]).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0]);
  });

  it('of a missing date the parts are zeros and the elapsed time is the median', () => {
    const dates = fitPreprocessor(createTable({ at: [new Date(0), new Date(day / 2), null] }));
    expect(featureNames(dates)).toEqual(['at', 'at time sine', 'at time cosine', 'at missing']);
    const [elapsed, ...rest] = transform(dates, createTable({ at: [null] }, { kinds: { at: 'date' } }));
    expect([elapsed, rest]).toEqual([expect.closeTo(0, 6), [0, 0, 1]]);
  });

  it('a column without values is one of any kind', () => {
    const empty = createTable({ ...other, nearly: [null], bird: [null] });
    const features = transform(preprocessor, empty);
    expect([...features.subarray(-3)]).toEqual([0, 0, 0]);
  });

  it.each([
    [{ ...other, bird: [7] }, "row 1, column 'bird': expected a text, got 7"],
    [{ ...other, squares: ['x'] }, 'row 1, column \'squares\': expected a number, got "x"'],
    [{ ...other, flag: [1] }, "row 1, column 'flag': expected true or false, got 1"],
    [{ ...other, squares: [Infinity] }, "row 1, column 'squares': expected a finite number, got Infinity"],
    [
      { ...other, squares: [1e300] },
      "row 1, column 'squares': expected a number within the range of float32, got 1e+300",
    ],
    [{ squares: [1], nearly: ['x'], flag: [true] }, "there is no column 'bird', which the model reads"],
  ])('%j: %s', (columns, message) => {
    expect(() => transform(preprocessor, createTable(columns as never))).toThrow(message);
  });
});

describe('parsePreprocessor', () => {
  const json = (): { version: number; columns: Record<string, unknown>[]; dropped: unknown[] } =>
    JSON.parse(JSON.stringify(fitted()));

  it('returns what was written', () => {
    expect(parsePreprocessor(json())).toEqual(fitted());
  });

  it.each([
    [(given: ReturnType<typeof json>) => ({ ...given, version: 2 }), "field 'version' must be 1, got 2"],
    [
      (given: ReturnType<typeof json>) => ({ ...given, columns: [] }),
      "field 'columns' must be a list of at least 1 entry",
    ],
    [
      (given: ReturnType<typeof json>) => ({ ...given, columns: [...given.columns, ...given.columns] }),
      "field 'columns' must have distinct names",
    ],
    [
      (given: ReturnType<typeof json>) => ({ ...given, columns: [{ ...given.columns[0], input: 'string' }] }),
      "field 'columns[0]' has a kind, an input and a role that do not belong together",
    ],
    [
      (given: ReturnType<typeof json>) => ({
        ...given,
        columns: [{ ...given.columns[0], scaling: { fill: 0, mean: 0, scale: 0 } }],
      }),
      "field 'columns[0].scaling.scale' must be above 0, got 0",
    ],
    [() => 'text', 'preprocessor must be an object, got "text"'],
  ])('case %#: %s', (change, message) => {
    expect(() => parsePreprocessor(change(json()))).toThrow(message);
  });
});

it('a wider result holds zeros after the features of each row', () => {
  const preprocessor = fitted();
  const own = featureNames(preprocessor).length;
  const narrow = transform(preprocessor, table);
  const wide = transform(preprocessor, table, { width: own + 2, into: new Float32Array(rows * (own + 2)).fill(7) });
  expect(wide).toHaveLength(rows * (own + 2));
  for (let row = 0; row < rows; row++) {
    const [first, last] = [row * (own + 2), (row + 1) * (own + 2)];
    expect([...wide.subarray(first, last)]).toEqual([...narrow.subarray(row * own, (row + 1) * own), 0, 0]);
  }
  expect(() => transform(preprocessor, table, { width: own - 1 })).toThrow(
    `width must be a whole number of at least ${own}`,
  );
});
