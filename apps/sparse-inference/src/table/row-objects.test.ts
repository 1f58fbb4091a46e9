import { createTable } from '@reluctant/preprocessing';
import { expect, test } from 'vitest';
import { rowObjects } from './row-objects.js';

test('fields have the values of their columns, null where missing; columns that are not asked for are left out', () => {
  const columns = {
    text: ['a', null],
    flag: [true, null],
    count: [2n ** 60n, null],
    number: [1.5, null],
    day: [new Date(86_400_000), null],
  };
  const names = Object.keys(columns);
  const table = createTable({ ...columns, other: [1, 2] });
  expect(rowObjects(table, new Set(names), 5)).toEqual([
    { text: 'a', flag: true, count: 2n ** 60n, number: 1.5, day: new Date(86_400_000) },
    Object.fromEntries(names.map((name) => [name, null])),
  ]);
  expect(rowObjects(table, new Set(['text']), 1)).toEqual([{ text: 'a' }]);
});
