import { expect, test } from 'vitest';
import { AnswerTotals } from './answer-totals.js';
import { rowProgress } from './row-progress.js';

test('the time left follows the pace since the first rows, told every two seconds at most', () => {
  let time = 10_000;
  const progress = rowProgress(() => time);
  const at = (milliseconds: number, done: number): string | undefined => {
    time = 10_000 + milliseconds;
    return progress(done, 1000);
  };
  expect([at(0, 100), at(1000, 200), at(2000, 300), at(3000, 400), at(4500, 950), at(9000, 1000)]).toEqual([
    undefined,
    undefined,
    '300 of 1000 rows, 7 s left',
    undefined,
    '950 of 1000 rows, less than a second left',
    undefined,
  ]);
});

test('totals count classes, and give mean and range of values', () => {
  const classes = new AnswerTotals(['a', 'b']);
  classes.add({ task: 'classification', labels: ['b', 'b'], probabilities: [0, 1, 0, 1] });
  expect(classes.result()).toEqual({ a: 0, b: 2 });
  const values = new AnswerTotals(undefined);
  values.add({ task: 'regression', values: Float64Array.of(1, 5) });
  values.add({ task: 'regression', values: Float64Array.of(0) });
  expect(values.result()).toEqual({ mean: 2, least: 0, greatest: 5 });
});
