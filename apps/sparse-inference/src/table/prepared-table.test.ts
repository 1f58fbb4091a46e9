import { createTable, fitPreprocessor, takeTableRows, targetValues } from '@reluctant/preprocessing';
import { expect, test } from 'vitest';
import { smallColumns, smallPrepared, smallTable } from '../testing/small-table.js';
import { prepareTable } from './prepared-table.js';
import { splitRows } from './split-rows.js';

const split = { holdout: 0.2, testSize: 0.2, seed: 42 };

test('every set keeps the shares of the classes within two rows, and the preprocessor knows the training rows only', () => {
  const prepared = smallPrepared('weather');
  if (prepared.task !== 'classification') throw new Error('expected classes');
  for (const { labels, rows } of Object.values(prepared.sets)) {
    for (const [label, name] of prepared.target.classes.entries()) {
      const share = smallColumns.weather.filter((own) => own === name).length / 240;
      expect(Math.abs(Array.from(labels).filter((own) => own === label).length - share * rows)).toBeLessThanOrEqual(2);
    }
  }
  const labels = Int32Array.from(smallColumns.weather, (name) => prepared.target.classes.indexOf(name));
  const rows = splitRows(240, labels, split);
  const training = takeTableRows(smallTable, rows.train);
  expect(prepared.preprocessor).toEqual(fitPreprocessor(training, { target: 'weather', drop: ['humidity'] }));
  expect(new Set([...rows.train, ...rows.validation, ...rows.test]).size).toBe(240);
});

test('a real target is scaled by the training rows, and its values come back within 1e-5', () => {
  const prepared = smallPrepared('humidity');
  if (prepared.task !== 'regression') throw new Error('expected a real target');
  const { train, test: held } = prepared.sets;
  const mean = train.targets.reduce((sum, target) => sum + target, 0) / train.rows;
  expect(Math.abs(mean)).toBeLessThan(1e-6);
  const rows = splitRows(240, undefined, split);
  const back = targetValues(prepared.target, held.targets);
  for (const [at, row] of rows.test.entries()) {
    expect(Math.abs((back[at] ?? 0) - (smallColumns.humidity[row] ?? 0))).toBeLessThan(1e-5);
  }
});

test('rows without a target are left out and counted', () => {
  const weather = smallColumns.weather.map((name, row) => (row < 7 ? null : name));
  const table = createTable({ ...smallColumns, weather });
  const choices = { target: 'weather', drop: ['humidity'], numeric: [], categorical: [] };
  expect(prepareTable(table, choices, split)).toMatchObject({ rows: 233, rowsWithoutTarget: 7 });
});

test.each([
  [{ target: 'wether' }, "there is no column 'wether'; did you mean 'weather'?"],
  [{ target: 'weather', drop: ['windy'] }, "there is no column 'windy'"],
  [{ target: 'weather', task: 'regression' as const }, "column 'weather': expected a number"],
  [{ target: 'weather', drop: ['weather'] }, 'both name the column'],
])('%j is refused', (choices, said) => {
  const own = { drop: [], numeric: [], categorical: [], ...choices };
  expect(() => prepareTable(smallTable, own, split)).toThrow(said);
});

test('a class with fewer rows than sets, and a table that is too short, are refused by name', () => {
  const weather = smallColumns.weather.map((name, row) => (row === 3 ? 'hail' : name));
  const choices = { target: 'weather', drop: [], numeric: [], categorical: [] };
  expect(() => prepareTable(createTable({ ...smallColumns, weather }), choices, split)).toThrow(
    "class 'hail' of the target 'weather' has one row, fewer than the 3 sets that the rows are divided into",
  );
  const short = takeTableRows(smallTable, [0, 1, 2, 3, 5, 6, 7]);
  expect(() => prepareTable(short, choices, split)).toThrow('7 rows with a target');
});
