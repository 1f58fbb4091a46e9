import { describe, expect, it } from 'vitest';
import { createTable } from '../table/create-table.js';
import { type DescribeOptions, describeTable } from './describe-table.js';
import type { TableDescription } from './table-description.js';

const rows = 200;
const column = <Value>(value: (row: number) => Value): Value[] => Array.from({ length: rows }, (_, row) => value(row));
const noise = column((row) => Math.imul(row + 1, 2_654_435_761) % 100);

const table = createTable({
  target: column((row) => (row === 9 ? null : row === 7 ? 'odd' : row % 2 === 0 ? 'yes' : 'no')),
  id: column((row) => row),
  renamed: column((row) => (row === 7 ? 3 : row % 2 === 0 ? 1 : 2)),
  finer: column((row) => (row === 7 ? 'd' : row % 2 === 0 ? (row % 4 === 0 ? 'a' : 'b') : 'c')),
  noise,
  when: column((row) => new Date(1.6e12 + 3.6e6 * row)),
  text: column((row) => `this is a longer note about ${row}`),
  many: column((row) => (row < 120 ? `common ${row % 4}` : `seldom ${row}`)),
  empty: column(() => null),
  same: column(() => 3),
  infinite: column((row) => (row === 5 ? Infinity : row % 11)),
  epoch: column((row) => 1_600_000_000 + ((row * 7919) % 104_729)),
});

function saidBy({ warnings }: TableDescription, name: string): readonly string[] {
  return warnings.filter((warning) => warning.column === name).map(({ said }) => said);
}

function described(options: DescribeOptions = {}): TableDescription {
  return describeTable(table, { target: 'target', ...options });
}

describe('describeTable', () => {
  it('says what is done to each column and why', () => {
    const done = described().columns.map(({ name, what, why, features }) => [name, [what, why, features]]);
    expect(Object.fromEntries(done)).toEqual({
      target: ['predicted', 'as asked', 0],
      id: ['dropped', 'an identifier: another whole number in each row', 0],
      renamed: ['standardised', 'numbers', 1],
      finer: ['one-hot, rare ones together', 'texts', 4],
      noise: ['standardised', 'numbers', 1],
      when: ['elapsed time, season, weekday, time', 'dates', 12],
      text: ['dropped', 'free text', 0],
      many: ['one-hot, rare ones together', 'texts', 5],
      empty: ['dropped', 'no row has a value', 0],
      same: ['dropped', 'the same value in every row', 0],
      infinite: ['refused: infinite', 'numbers', 0],
      epoch: ['standardised', 'numbers', 1],
    });
  });

  it.each([
    ['id', ["column 'id' has another value in each row, like an identifier, and is dropped"]],
    [
      'renamed',
      [
        "column 'renamed' equals the target or names its classes differently: drop it if it is not known when the model answers",
      ],
    ],
    ['finer', ["column 'finer' determines the class in every row: drop it if it is not known when the model answers"]],
    ['noise', []],
    ['when', ["column 'when' holds dates: test on the latest rows if the model is to answer for dates to come"]],
    ['text', ["column 'text' holds free text and is dropped"]],
    ['many', ["column 'many' has 84 categories, of which the 80 with the fewest rows become one"]],
    ['empty', ["column 'empty' has no value in any row and is dropped"]],
    ['same', ["column 'same' has the same value in every row and is dropped"]],
    ['infinite', ["column 'infinite' holds an infinite number in row 6: correct it or drop the column"]],
    [
      'epoch',
      [
        "column 'epoch' has another value in each row, like an identifier",
        "column 'epoch' would lose digits in float32 and enters in double precision",
      ],
    ],
    [
      'target',
      [
        "target 'target' is missing in 1 row, which is left out",
        "target 'target' has one row only of 'odd': such a class cannot be both trained and tested",
      ],
    ],
  ])('warns of %s', (name, said) => {
    expect(saidBy(described(), name)).toEqual(said);
  });

  it('gives the balance of the classes and the reason for the task', () => {
    expect(described().target).toEqual({
      ...{ name: 'target', task: 'classification', why: 'the target holds texts', missing: 1 },
      classes: [
        { name: 'no', rows: 98 },
        { name: 'odd', rows: 1 },
        { name: 'yes', rows: 100 },
      ],
    });
    expect(described({ target: 'noise' }).target).toMatchObject({ task: 'regression', classes: [] });
    expect(described({ target: 'noise', task: 'classification' }).target).toMatchObject({ why: 'as asked' });
    expect(saidBy(described({ target: 'same' }), 'same')).toEqual([
      "target 'same' has one class only: there is nothing to learn",
    ]);
  });

  it('counts values, ranges and histograms', () => {
    const summaryOf = (name: string): unknown => described().columns.find((found) => found.name === name)?.summary;
    expect(summaryOf('id')).toMatchObject({
      ...{ present: 200, missing: 0, distinct: 200, whole: true, range: { least: 0, greatest: 199 } },
      histogram: [13, 12, 13, 12, 13, 12, 13, 12, 12, 13, 12, 13, 12, 13, 12, 13],
    });
    expect(summaryOf('infinite')).toMatchObject({ distinct: 12, infiniteRow: 5, range: { least: 0, greatest: 10 } });
    expect(summaryOf('finer')).toMatchObject({ distinct: 4, histogram: [99, 50, 50, 1] });
  });

  it('finds a column that separates classes, and one that is linear in a real target', () => {
    const delay = column((row) => ((row * 37) % 200) / 2);
    const late = createTable({
      delay,
      late: delay.map((minutes) => minutes > 49.7),
      hours: delay.map((d) => 2 - d / 60),
    });
    expect(saidBy(describeTable(late, { target: 'late' }), 'delay')).toContain(
      "column 'delay' separates the classes, each of which lies in a range of its own: drop it if it is not known when the model answers",
    );
    expect(saidBy(describeTable(late, { target: 'delay', drop: ['late'] }), 'hours')).toEqual([
      "column 'hours' is a linear function of the target: drop it if it is not known when the model answers",
    ]);
  });

  it('says nothing of columns that are left out, and works without a target', () => {
    expect(saidBy(described({ drop: ['infinite'] }), 'infinite')).toEqual([]);
    expect(describeTable(table).target).toBeUndefined();
  });

  it.each([
    [{ task: 'clustering', target: 'noise' }, "option 'task' of describeTable must be one of"],
    [{ task: 'regression' }, 'task must be given with a target, got "regression"'],
    [{ target: 'nois' }, "there is no column 'nois'; did you mean 'noise'?"],
  ])('%j: %s', (options, message) => {
    expect(() => describeTable(table, options as DescribeOptions)).toThrow(message);
  });
});
