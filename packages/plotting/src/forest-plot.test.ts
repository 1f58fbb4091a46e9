import { expect, it } from 'vitest';
import { type ForestEffect, forestPlot } from './forest-plot.js';
import { renderSvg } from './render-svg.js';
import { svgTexts } from './svg-texts.js';

const texts = { title: 'Effects', xTitle: 'difference' };
const mean = { effect: 0.11, low: 0.01, high: 0.2 };

it('keeps effects in their order, with null for what is not finite or not given', () => {
  const chart = forestPlot(
    [
      { name: 'stoch', effect: 0.1, low: -0.2, high: 0.4, verdict: 'inconclusive', level: 0.95, mean },
      { name: 'silu', effect: 0.2, low: Number.NaN, high: Number.NaN, verdict: 'different' },
    ],
    texts,
  );
  const bounded = { low_open: false, high_open: false, mean_low_open: false, mean_high_open: false };
  const means = { mean: 0.11, mean_low: 0.01, mean_high: 0.2, ...bounded };
  const none = { level: null, mean: null, mean_low: null, mean_high: null, ...bounded };
  expect(chart.data.values).toEqual([
    { name: 'stoch', effect: 0.1, low: -0.2, high: 0.4, verdict: 'inconclusive', level: 0.95, ...means },
    { name: 'silu', effect: 0.2, low: null, high: null, verdict: 'different', ...none },
  ]);
});

it('uses a distinct shape for each verdict and shows 0 and the margin', () => {
  const effects = [{ name: 'silu', effect: 0.2, low: 0.1, high: 0.3, verdict: 'different' }] as const;
  const layers = JSON.parse(JSON.stringify(forestPlot(effects, { title: 't', xTitle: 'x', margin: 0.5 }))).layer;
  const points = layers.find((layer: { encoding: { shape?: unknown } }) => layer.encoding.shape !== undefined);
  expect(new Set(points.encoding.shape.scale.range).size).toBe(3);
  expect(points.encoding.x.scale.domain).toEqual([-0.5, 0.5]);
  expect(layers[0].data.values).toEqual([{ zero: 0, from: -0.5, to: 0.5 }]);
});

it('writes both estimates with their intervals and the level, and an infinite end as such', async () => {
  const effects: ForestEffect[] = [
    { name: 'a', effect: 0.002, low: -0.001, high: 0.004, verdict: 'equivalent', level: 0.9, mean },
    { name: 'b', effect: 0.3, low: 0.2, high: Number.POSITIVE_INFINITY, verdict: 'different', level: 0.98333 },
    { name: 'd', effect: 0.1, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, verdict: 'inconclusive' },
    { name: 'c', effect: Number.NaN, low: Number.NaN, high: Number.NaN, verdict: 'inconclusive', level: 0.95 },
  ];
  const written = svgTexts(await renderSvg(forestPlot(effects, texts)));
  expect(written).toEqual(
    expect.arrayContaining([
      '+0.002 [−0.001, +0.004] 90 %',
      'mean +0.110 [+0.010, +0.200] 90 %',
      '+0.300 [+0.200, ∞] 98.33 %',
      '+0.100 [−∞, ∞]',
      'n/a',
      'mean n/a',
    ]),
  );
});
