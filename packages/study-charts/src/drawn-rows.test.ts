import { rowOf } from '@reluctant/testing';
import { expect, it } from 'vitest';
import { drawnRows } from './drawn-rows.js';

const epochsDrawn = (epochs: number): number[] => {
  const rows = Array.from({ length: epochs }, (_, index) => rowOf({ strategy: 'relu', run: 0 }, index + 1));
  return [...drawnRows(rows, epochs)].map(({ epoch }) => epoch);
};

it('draws every epoch up to a thousand', () => {
  expect(epochsDrawn(1000)).toHaveLength(1000);
});

it('draws a part of more epochs at equal distances, and the first and the last one', () => {
  const drawn = epochsDrawn(2501);
  expect(drawn).toHaveLength(835);
  expect([drawn[0], drawn[1], drawn.at(-2), drawn.at(-1)]).toEqual([1, 4, 2500, 2501]);
});
