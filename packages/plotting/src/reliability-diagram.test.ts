import { reliabilityBins } from '@reluctant/metrics';
import { expect, it } from 'vitest';
import { reliabilityDiagram } from './reliability-diagram.js';

it('holds the bins that have rows, their share, and the diagonal', () => {
  const probabilities = [0.9, 0.1, 0.2, 0.8, 0.65, 0.35, 0.05, 0.95];
  const bins = reliabilityBins(probabilities, [0, 0, 0, 1], 2, 4);
  const { values } = reliabilityDiagram([{ name: 'relu', bins }]).data;
  expect(values.filter(({ reference }) => reference).map(({ x, y }) => [x, y])).toEqual([
    [0.5, 0.5],
    [1, 1],
  ]);
  const own = values.filter(({ reference }) => !reference);
  expect(own.map(({ series, count, share }) => [series, count, share])).toEqual([
    ['relu', 1, 0.25],
    ['relu', 3, 0.75],
  ]);
  expect(own.map(({ x, y }) => [x, y])).toEqual([
    [0.65, 1],
    [expect.closeTo((0.9 + 0.8 + 0.95) / 3, 12), expect.closeTo(2 / 3, 12)],
  ]);
});
