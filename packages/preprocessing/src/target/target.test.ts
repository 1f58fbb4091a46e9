import { describe, expect, it } from 'vitest';
import { createTable } from '../table/create-table.js';
import { classLabels, rowsWithTarget, standardisedTarget, targetValues } from './encode-target.js';
import { fitTarget } from './fit-target.js';
import { parseTarget } from './parse-target.js';
import type { Target, Task } from './target.js';

const thirty = Array.from({ length: 30 }, (_, row) => row);
const table = createTable({
  text: thirty.map((row) => (row === 4 ? null : row % 2 === 0 ? 'no' : 'yes')),
  flag: thirty.map((row) => row % 3 === 0),
  grade: thirty.map((row) => (row % 5) + 1),
  price: thirty.map((row) => row * 1.5),
  id: thirty.map((row) => 2n ** 60n + BigInt(row % 2)),
  names: thirty.map((row) => `name ${row}`),
  one: thirty.map(() => 'a'),
  single: thirty.map(() => 4.5),
  none: thirty.map(() => null),
  date: thirty.map((row) => new Date(row)),
  infinite: thirty.map((row) => (row === 2 ? Infinity : row / 7)),
});

describe('fitTarget', () => {
  it.each([
    ['text', 'classification', ['no', 'yes']],
    ['flag', 'classification', [false, true]],
    ['grade', 'classification', [1, 2, 3, 4, 5]],
    ['id', 'classification', [String(2n ** 60n), String(2n ** 60n + 1n)]],
    ['price', 'regression', undefined],
  ] as const)('%s is guessed as %s', (name, task, classes) => {
    const target = fitTarget(table, name);
    expect(target).toMatchObject({ task, name, ...(classes && { classes }) });
    expect(parseTarget(JSON.parse(JSON.stringify(target)))).toEqual(target);
  });

  it('the option task decides', () => {
    expect(fitTarget(table, 'grade', { task: 'regression' })).toMatchObject({ task: 'regression', mean: 3 });
  });

  it.each<[string, Task | undefined, string]>([
    ['texts', undefined, "there is no column 'texts'; did you mean 'text'?"],
    ['none', undefined, "column 'none': the target has no values"],
    ['one', undefined, 'column \'one\': the target has one class only, "a": there is nothing to learn'],
    ['single', 'regression', "column 'single': the target has one value only, 4.5: there is nothing to learn"],
    ['names', undefined, "column 'names': the target has 30 classes in 30 rows, too few to learn them"],
    ['date', undefined, "column 'date': a date cannot be the target: make a number or classes of it"],
    ['infinite', undefined, "row 3, column 'infinite': expected a finite number, got Infinity"],
    ['text', 'regression', 'row 1, column \'text\': expected a number, got "no"'],
    ['flag', 'regression', "row 1, column 'flag': expected a number, got true"],
  ])('%s as %s: %s', (name, task, message) => {
    expect(() => fitTarget(table, name, task === undefined ? {} : { task })).toThrow(message);
  });
});

/** Narrows a target, so that a test may encode it. */
function fitted<Kind extends Task>(name: string, task: Kind): Extract<Target, { task: Kind }> {
  const target: Target = fitTarget(table, name, { task });
  if (target.task !== task) throw new Error(`expected ${task}`);
  return target as Extract<Target, { task: Kind }>;
}

describe('encoding', () => {
  it('rows without a target are left out', () => {
    expect([...rowsWithTarget(table, 'text')]).toEqual(thirty.filter((row) => row !== 4));
  });

  it('labels are indices into the classes, for every kind of class', () => {
    expect([...classLabels(fitted('grade', 'classification'), table)]).toEqual(thirty.map((row) => row % 5));
    expect([...classLabels(fitted('flag', 'classification'), table)]).toEqual(
      thirty.map((row) => Number(row % 3 === 0)),
    );
    expect([...classLabels(fitted('id', 'classification'), table)]).toEqual(thirty.map((row) => row % 2));
  });

  it('a real target comes back from its standardised values within 1e-6', () => {
    const target = fitted('price', 'regression');
    const back = targetValues(target, standardisedTarget(target, table));
    expect(Math.max(...back.map((value, row) => Math.abs(value - row * 1.5)))).toBeLessThan(1e-5);
  });

  it.each([
    [
      'a missing class',
      () => classLabels(fitted('text', 'classification'), table),
      "row 5, column 'text': the target is missing",
    ],
    [
      'a new class',
      () => classLabels(fitted('text', 'classification'), createTable({ text: ['no', 'maybe'] })),
      'row 2, column \'text\': there is no class "maybe"',
    ],
    [
      'another kind',
      () => classLabels(fitted('text', 'classification'), createTable({ text: [1] })),
      "row 1, column 'text': expected a text, got 1",
    ],
    [
      'a missing number',
      () => standardisedTarget(fitted('price', 'regression'), createTable({ price: [1, null] })),
      "row 2, column 'price': the target is missing",
    ],
  ])('%s is refused', (_, encode, message) => {
    expect(encode).toThrow(message);
  });
});

describe('parseTarget', () => {
  const text = { version: 1, task: 'classification', name: 'c', kind: 'text', classes: ['a', 'b'] };

  it.each([
    [{ ...text, classes: ['a'] }, "target, field 'classes' must be a list of at least 2 entries"],
    [{ ...text, classes: ['a', 'a'] }, "target, field 'classes' must be distinct"],
    [{ ...text, classes: [1, 2] }, 'target has classes of another kind than its column'],
    [{ ...text, task: 'clustering' }, "target, field 'task' must be one of"],
    [{ version: 1, task: 'regression', name: 'c', kind: 'number', mean: 0, scale: 0 }, "field 'scale' must be above 0"],
  ])('%j: %s', (value, message) => {
    expect(() => parseTarget(value)).toThrow(message);
  });
});
