import { expect, it } from 'vitest';
import { chartMetrics } from './chart-metric.js';
import { gateChart } from './gate-chart.js';
import { gateSmallMultiples } from './gate-small-multiples.js';
import { metricChart } from './metric-chart.js';
import { metricSmallMultiples } from './small-multiples.js';
import { StudyCurves } from './study-curves.js';
import { syntheticRows } from './testing/synthetic-rows.js';

const rows = syntheticRows({ runs: 3, epochs: 4 });
const curves = new StudyCurves(rows);

it('draws every chart as the rows do', () => {
  for (const metric of chartMetrics) {
    expect(metricChart(curves, { metric })).toEqual(metricChart(rows, { metric }));
    const panels = [{ name: 'one', rows }];
    expect(metricSmallMultiples([{ name: 'one', rows: curves }], { metric })).toEqual(
      metricSmallMultiples(panels, { metric }),
    );
  }
  expect(curves.gated.length).toBeGreaterThan(1);
  for (const strategy of curves.gated) {
    for (const quantiles of [true, false]) {
      expect(gateChart(curves, strategy, { quantiles })).toEqual(gateChart(rows, strategy, { quantiles }));
    }
    expect(gateSmallMultiples([{ name: 'one', rows: curves }], strategy)).toEqual(
      gateSmallMultiples([{ name: 'one', rows }], strategy),
    );
  }
});

it('does not depend on the order of the rows where the order of the strategies is given', () => {
  const order = [...curves.strategies];
  const backwards = new StudyCurves([...rows].reverse(), order);
  expect(backwards.strategies).toEqual(order);
  expect(backwards.gated).toEqual(curves.gated);
  for (const metric of chartMetrics) expect(backwards.metric(metric)).toEqual(curves.metric(metric));
});

it('names only strategies that have rows', () => {
  expect(new StudyCurves(rows, ['none', 'silu']).strategies.slice(0, 2)).toEqual(['silu', 'relu']);
  expect(new StudyCurves([]).strategies).toEqual([]);
});
