import { expect, it } from 'vitest';
import { renderSvg } from './render-svg.js';
import { tradeOffChart } from './trade-off-chart.js';

const options = {
  title: 'Zeros against accuracy',
  x: { title: 'zeros (%)' },
  y: { title: 'accuracy' },
  better: { x: 'more', y: 'more' },
} as const;

it('holds every point, those on the front and the marked one; leaves out what is not finite', () => {
  const chart = tradeOffChart(
    [
      { series: '1 layer', x: 40, y: 0.9 },
      { series: '2 layers', x: 60, y: 0.85, marked: true },
      { series: '2 layers', x: 50, y: 0.8 },
      { series: '2 layers', x: Number.NaN, y: 0.8 },
    ],
    options,
  );
  expect(chart.data.values).toEqual([
    { series: '1 layer', x: 40, y: 0.9, front: true, marked: false },
    { series: '2 layers', x: 60, y: 0.85, front: true, marked: true },
    { series: '2 layers', x: 50, y: 0.8, front: false, marked: false },
  ]);
});

it('draws the points, the line of the front and the circle', async () => {
  const svg = await renderSvg(
    tradeOffChart(
      [
        { series: 'a', x: 1, y: 2, marked: true },
        { series: 'b', x: 2, y: 1 },
      ],
      options,
    ),
  );
  expect(svg).toContain('stroke-dasharray="6,4"');
  expect(svg).toContain('Zeros against accuracy');
});
