import { expect, test } from 'vitest';
import { bracketOf, bracketSizes } from './bracket.js';

test.each([
  [9, 60, '9×7 3×20 1×60'],
  [5, 60, '5×7 2×20 1×60'],
  [3, 60, '3×20 1×60'],
  [2, 60, '2×20 1×60'],
  [1, 60, '1×60'],
  [9, 9, '9×1 3×3 1×9'],
  [9, 3, '9×1 1×3'],
  [9, 1, '9×1'],
])('a bracket of %i trials and %i epochs has the rungs %s', (trials, epochs, rungs) => {
  expect(
    bracketOf(trials, epochs)
      .map((rung) => `${rung.trials}×${rung.epochs}`)
      .join(' '),
  ).toBe(rungs);
});

test('trials are divided into brackets of nine and a rest', () => {
  expect([...bracketSizes(20)]).toEqual([9, 9, 2]);
  expect([...bracketSizes(9)]).toEqual([9]);
  expect(bracketSizes(undefined).next().value).toBe(9);
});
