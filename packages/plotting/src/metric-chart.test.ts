import { describe, expect, it } from 'vitest';
import { type ChartMetric, chartMetrics } from './chart-metric.js';
import { metricChart } from './metric-chart.js';
import { overRuns } from './over-runs.js';
import { metricSmallMultiples } from './small-multiples.js';
import { syntheticRows } from './testing/synthetic-rows.js';

const rows = syntheticRows();
const valueRows = syntheticRows({ regression: true });

/** Rows that have a metric. */
const rowsWith = (metric: ChartMetric) => (metric === 'val_rmse' || metric === 'val_r2' ? valueRows : rows);

/** The y scale of the first layer. */
function yScale(chart: ReturnType<typeof metricChart>): { domain: [number, number]; nice: boolean } {
  return JSON.parse(JSON.stringify(chart)).layer[0].encoding.y.scale;
}

describe('metricChart', () => {
  it.each(chartMetrics)('holds mean, std and band of %s for each strategy and epoch', (metric) => {
    const chart = metricChart(rowsWith(metric), { metric });
    const expected = overRuns(rowsWith(metric), (row) => row[metric]).map((summary) => ({
      ...summary,
      low: Math.max(0, summary.mean - (summary.std ?? 0)),
      high: /loss|rmse/.test(metric)
        ? summary.mean + (summary.std ?? 0)
        : Math.min(1, summary.mean + (summary.std ?? 0)),
    }));
    expect(expected.length).toBeGreaterThan(0);
    expect(chart.data.values).toEqual(expected);
    const [least, greatest] = yScale(chart).domain;
    expect(expected.every(({ low, high }) => low >= least && high <= greatest)).toBe(true);
  });

  it('is plain JSON', () => {
    const chart = metricChart(rows, { metric: 'val_loss' });
    expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
  });

  it('cuts the axis where one run exploded, says so, and keeps the rows', () => {
    const exploded = syntheticRows({ epochs: 40 }).map((row) =>
      row.strategy === 'silu' && row.run === 2 && row.epoch === 7 ? { ...row, val_loss: 1e30 } : row,
    );
    const chart = metricChart(exploded, { metric: 'val_loss' });
    expect(yScale(chart)).toMatchObject({ nice: false });
    expect(yScale(chart).domain[1]).toBeLessThan(2);
    expect(JSON.stringify(chart.title)).toContain('the axis is cut: 1 limit of a band lies above it');
    expect(Math.max(...chart.data.values.map(({ mean }) => Number(mean)))).toBeGreaterThan(1e29);
  });

  it('cuts R² below, where one run exploded', () => {
    const exploded = syntheticRows({ epochs: 40, regression: true }).map((row) =>
      row.strategy === 'silu' && row.run === 2 && row.epoch === 7 ? { ...row, val_r2: -1e9 } : row,
    );
    const chart = metricChart(exploded, { metric: 'val_r2' });
    expect(yScale(chart).domain[0]).toBeGreaterThan(-2);
    expect(JSON.stringify(chart.title)).toContain('the axis is cut: 1 limit of a band lies below it');
  });

  it('shows a dead run without cutting', () => {
    expect(yScale(metricChart(rows, { metric: 'val_loss' }))).toMatchObject({ nice: true });
  });

  it('gives a strategy the same style alone and among all strategies of the study', () => {
    const strategies = ['anneal', 'zeta'];
    const alone = metricChart(syntheticRows({ strategies: ['zeta'] }), { metric: 'sparsity', strategies });
    const both = metricChart(syntheticRows({ strategies }), { metric: 'sparsity', strategies });
    const colors = [alone, both].map((chart) => JSON.parse(JSON.stringify(chart)).layer[0].encoding.color.scale);
    expect(colors[0]).toEqual({ domain: ['zeta'], range: [colors[1].range[1]] });
  });
});

describe('metricSmallMultiples', () => {
  it('puts the rows of each panel under its name', () => {
    const panels = [4, 16].map((bottleneck) => ({ name: `bottleneck = ${bottleneck}`, rows }));
    const chart = metricSmallMultiples(panels, { metric: 'val_loss' });
    const one = metricChart(rows, { metric: 'val_loss' }).data.values;
    expect(chart.data.values).toEqual(panels.flatMap(({ name }) => one.map((row) => ({ panel: name, ...row }))));
  });
});
