import { expect, it } from 'vitest';
import { lineChart } from './line-chart.js';

const options = { title: 'Speed-up', x: { title: 'density (%)', scale: 'log' }, y: { title: 'speed-up (×)' } } as const;

it('holds points and reference curves; a band without limits has no width', () => {
  const chart = lineChart(
    [
      { series: 'ours', x: 10, y: 7, low: 6, high: Number.NaN },
      { series: 'ours', x: 50, y: 2 },
    ],
    { ...options, references: [{ name: 'bound', points: [{ x: 10, y: 8.7 }] }] },
  );
  expect(chart.data.values).toEqual([
    { series: 'bound', reference: true, x: 10, y: 8.7, low: 8.7, high: 8.7 },
    { series: 'ours', reference: false, x: 10, y: 7, low: 6, high: 7 },
    { series: 'ours', reference: false, x: 50, y: 2, low: 2, high: 2 },
  ]);
});

it('leaves out points that are not finite, or not positive on a log axis', () => {
  const points = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 5].map((x) => ({ series: 'ours', x, y: x }));
  const xs = (scale: 'log' | 'linear') =>
    lineChart(points, { ...options, x: { title: 'x', scale } }).data.values.map(({ x }) => x);
  expect(xs('log')).toEqual([5]);
  expect(xs('linear')).toEqual([0, -1, 5]);
});
