import { expect, it } from 'vitest';
import { forestPlot } from './forest-plot.js';

it('keeps effects in their order, with null for what is not finite', () => {
  const chart = forestPlot(
    [
      { name: 'stoch', effect: 0.1, low: -0.2, high: 0.4, verdict: 'inconclusive' },
      { name: 'silu', effect: 0.2, low: Number.NaN, high: Number.NaN, verdict: 'different' },
    ],
    { title: 'Effects', xTitle: 'difference' },
  );
  expect(chart.data.values).toEqual([
    { name: 'stoch', effect: 0.1, low: -0.2, high: 0.4, verdict: 'inconclusive' },
    { name: 'silu', effect: 0.2, low: null, high: null, verdict: 'different' },
  ]);
});

it('uses a distinct shape for each verdict and shows 0 and the margin', () => {
  const effects = [{ name: 'silu', effect: 0.2, low: 0.1, high: 0.3, verdict: 'different' }] as const;
  const layers = JSON.parse(JSON.stringify(forestPlot(effects, { title: 't', xTitle: 'x', margin: 0.5 }))).layer;
  const points = layers.find((layer: { mark: { type: string } }) => layer.mark.type === 'point');
  expect(new Set(points.encoding.shape.scale.range).size).toBe(3);
  expect(points.encoding.x.scale.domain).toEqual([-0.5, 0.5]);
  expect(layers[0].data.values).toEqual([{ zero: 0, from: -0.5, to: 0.5 }]);
});
