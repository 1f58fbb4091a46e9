import { expect, it } from 'vitest';
import { gateChart } from './gate-chart.js';
import { metricChart } from './metric-chart.js';
import { renderSvg } from './render-svg.js';
import { SvgRenderer } from './svg-renderer.js';
import { allCharts, emptyCharts } from './testing/all-charts.js';
import { syntheticRows } from './testing/synthetic-rows.js';

const rows = syntheticRows();
const exploding = rows.map((row) => (row.run === 2 && row.epoch === 2 ? { ...row, train_loss: 1e6 } : row));

const series = {
  train_loss: metricChart(rows, { metric: 'train_loss' }),
  'val_loss, other limits': metricChart(rows, { metric: 'val_loss' }),
  'val_accuracy, another title': metricChart(rows, {
    metric: 'val_accuracy',
    title: 'A much longer title than the others',
  }),
  'sparsity, an axis from zero': metricChart(rows, { metric: 'sparsity' }),
  'train_loss, a cut axis': metricChart(exploding, { metric: 'train_loss' }),
  'train_loss again': metricChart(rows, { metric: 'train_loss' }),
  learnable_stoch: gateChart(rows, 'learnable_stoch'),
  'gumbel_stoch, other colours': gateChart(rows, 'gumbel_stoch', { strategies: ['relu'] }),
  'learnable_stoch, quantiles': gateChart(rows, 'learnable_stoch', { quantiles: true }),
  'gumbel_stoch, quantiles': gateChart(rows, 'gumbel_stoch', { quantiles: true }),
};

// Sequentially, as in a study: each chart uses the view in the state left by earlier charts.
const renderer = new SvgRenderer();

/** Other strategies, runs and epochs, so that views with lines of other names and other limits are used in between. */
const another = syntheticRows({ strategies: ['silu', 'relu', 'gumbel_stoch'], runs: 2, epochs: 40 });
const inBetween = {
  'val_loss of another study': metricChart(another, { metric: 'val_loss' }),
  'gates of another study': gateChart(another, 'gumbel_stoch'),
};

const drawn = [
  ...Object.entries(series),
  ...Object.entries(inBetween),
  ...Object.entries(allCharts).map(([name, { chart }]) => [name, chart] as const),
  ...Object.entries(emptyCharts),
  ...Object.entries(series).reverse(),
];

it.each(drawn)('paints %s as renderSvg does, byte by byte', async (_, chart) => {
  expect(await renderer.render(chart)).toBe(await renderSvg(chart));
});

it('reports a chart that cannot be drawn, and draws the next one', async () => {
  const chart = metricChart(rows, { metric: 'val_loss' });
  const own = new SvgRenderer();
  const broken = { ...chart, layer: [{ mark: 'nonsense' }] } as unknown as typeof chart;
  await expect(own.render(broken)).rejects.toThrow('cannot draw this Vega-Lite specification: ');
  expect(await own.render(chart)).toMatch(/^<svg /);
});

it('draws concurrently requested charts one after the other', async () => {
  const own = new SvgRenderer();
  const charts = [series.train_loss, series['val_loss, other limits']];
  const together = await Promise.all(charts.map((chart) => own.render(chart)));
  const apart = await Promise.all(charts.map((chart) => renderSvg(chart)));
  expect(together).toEqual(apart);
});

it('draws charts requested before its release, and none afterwards', async () => {
  const own = new SvgRenderer();
  const drawn = own.render(series.train_loss);
  await own[Symbol.asyncDispose]();
  expect(await drawn).toMatch(/^<svg /);
  await own.release();
  await expect(own.render(series.train_loss)).rejects.toMatchObject({ code: 'wrong-state' });
});
