import type { Chart } from '../chart.js';
import { forestPlot } from '../forest-plot.js';
import { gateChart } from '../gate-chart.js';
import { gateSmallMultiples } from '../gate-small-multiples.js';
import { heatMap } from '../heat-map.js';
import { lineChart } from '../line-chart.js';
import { metricChart } from '../metric-chart.js';
import { reliabilityDiagram } from '../reliability-diagram.js';
import { metricSmallMultiples } from '../small-multiples.js';
import { trainTestHeatMap } from '../train-test-heat-map.js';
import { syntheticRows } from './synthetic-rows.js';

/** A chart and the texts that must be readable in its picture. */
export interface ChartCase {
  readonly chart: Chart;
  readonly texts: readonly string[];
}

const rows = syntheticRows();
const longNames = [
  'relu',
  'silu',
  'stoch',
  'switch:from=silu,to=relu,tail=0.05',
  'switch:from=silu,to=relu,tail=0.1',
  'switch:from=stoch,to=relu,tail=0.2',
  'stoch:share=0.3,domain=negative',
  'stoch:share=0.5,domain=negative',
  'stoch:share=0.7,domain=negative,granularity=layer',
  'anneal:to=relu,curve=cosine',
  'alternate:every=20',
  'gumbel_stoch',
];

const bins = [
  { low: 0, high: 0.5, count: 0, confidence: Number.NaN, accuracy: Number.NaN },
  { low: 0.5, high: 0.75, count: 30, confidence: 0.63, accuracy: 0.6 },
  { low: 0.75, high: 1, count: 70, confidence: 0.9, accuracy: 0.82 },
];

/** One chart of each kind with difficult content: long names, gaps, NaN. */
export const allCharts: Readonly<Record<string, ChartCase>> = {
  metric: {
    chart: metricChart(rows, { metric: 'val_loss' }),
    texts: [
      'Validation loss',
      'cross-entropy (nats)',
      'epoch',
      'strategy',
      'relu',
      'silu',
      'learnable_stoch',
      'gumbel_stoch',
    ],
  },
  'loss of a real target': {
    chart: metricChart(syntheticRows({ regression: true }), { metric: 'train_loss', loss: 'squared_error' }),
    texts: ['Training loss', 'mean squared error (standardised target)', 'gumbel_stoch'],
  },
  rmse: {
    chart: metricChart(syntheticRows({ regression: true }), { metric: 'val_rmse' }),
    texts: ['Validation RMSE', 'root mean squared error (unit of the target)', 'silu'],
  },
  'twelve strategies': {
    chart: metricChart(syntheticRows({ strategies: longNames }), { metric: 'sparsity' }),
    texts: [...longNames, 'share of exact zeros'],
  },
  gate: {
    chart: gateChart(rows, 'gumbel_stoch'),
    texts: [
      'Gate weights: gumbel_stoch',
      'mean share of ReLU',
      'all z',
      'z < 0',
      'hidden layer',
      '1',
      '2',
      '3',
      '4',
      '0.50',
    ],
  },
  'gate quantiles': {
    chart: gateChart(rows, 'learnable_stoch', { quantiles: true }),
    texts: ['Gate weights: learnable_stoch', 'share of ReLU', 'all z', 'z < 0', 'hidden layer', '1', '4'],
  },
  'gates side by side': {
    chart: gateSmallMultiples(
      [4, 16].map((bottleneck) => ({ name: `bottleneck = ${bottleneck}`, rows })),
      'gumbel_stoch',
    ),
    texts: ['Gate weights: gumbel_stoch', 'bottleneck = 4', 'bottleneck = 16', 'all z', 'z < 0', 'hidden layer', '4'],
  },
  'small multiples': {
    chart: metricSmallMultiples(
      [4, 8, 16, 64].map((bottleneck) => ({ name: `bottleneck = ${bottleneck}`, rows })),
      { metric: 'val_accuracy' },
    ),
    texts: ['Validation accuracy', 'share of rows right', 'bottleneck = 4', 'bottleneck = 64', 'stoch'],
  },
  'heat map': {
    chart: heatMap(
      [4, 16].flatMap((x) =>
        [0.001, 0.01].map((y) => ({ x, y, value: x === 16 && y === 0.01 ? Number.NaN : x * y, std: y })),
      ),
      { title: 'A sweep', xTitle: 'bottleneck (units)', yTitle: 'learning rate', valueTitle: 'validation loss (nats)' },
    ),
    texts: [
      'A sweep',
      'bottleneck (units)',
      'learning rate',
      'validation loss (nats)',
      '0.004 ± 0.001',
      'n/a',
      '0.01',
      '16',
    ],
  },
  'heat map panels': {
    chart: heatMap(
      ['relu', 'silu'].flatMap((panel) => [4, 8].map((x) => ({ panel, x, y: 'val', value: x / 10 }))),
      { title: 'Panels', xTitle: 'bottleneck', yTitle: 'split', valueTitle: 'loss', format: '.2f' },
    ),
    texts: ['relu', 'silu', '0.40', '0.80', 'bottleneck', 'val'],
  },
  'train × test': {
    chart: trainTestHeatMap(
      longNames
        .slice(0, 4)
        .flatMap((train, index) =>
          ['relu', 'silu', 'same'].map((test) => ({ train, test, value: 0.8 + index / 50, std: 0.01 })),
        ),
      { valueTitle: 'validation accuracy' },
    ),
    texts: [...longNames.slice(0, 4), 'same', 'tested with', 'trained with', '0.860 ± 0.010'],
  },
  line: {
    chart: lineChart(
      [5, 10, 50].flatMap((x) => [
        { series: 'SparseSession, 1 thread', x, y: 70 / x, low: 60 / x, high: 75 / x },
        { series: 'onnxruntime, sparse graph', x, y: 30 / x },
      ]),
      {
        title: 'Speed-up over onnxruntime',
        x: { title: 'density (%)', scale: 'log', ticks: [5, 10, 50] },
        y: { title: 'speed-up (×)', zero: true },
        seriesTitle: 'engine',
        references: [{ name: 'memory-bandwidth bound', points: [5, 10, 50].map((x) => ({ x, y: 87 / x })) }],
      },
    ),
    texts: [
      'SparseSession, 1 thread',
      'onnxruntime, sparse graph',
      'memory-bandwidth bound',
      'engine',
      'density (%)',
      'speed-up (×)',
      '50',
    ],
  },
  reliability: {
    chart: reliabilityDiagram([
      { name: 'relu', bins },
      { name: 'MC dropout', bins },
    ]),
    texts: [
      'Reliability',
      'relu',
      'MC dropout',
      'perfect calibration',
      'share of rows',
      'confidence (mean of the bin)',
    ],
  },
  forest: {
    chart: forestPlot(
      [
        { name: 'silu', effect: -0.061, low: -0.11, high: -0.012, verdict: 'different' },
        { name: 'stoch', effect: -0.001, low: -0.006, high: 0.005, verdict: 'equivalent' },
        { name: longNames[5] ?? '', effect: Number.NaN, low: Number.NaN, high: Number.NaN, verdict: 'inconclusive' },
      ],
      { title: 'Difference from relu', xTitle: 'difference in val_loss (nats)', margin: 0.01 },
    ),
    texts: [
      'silu',
      'stoch',
      longNames[5] ?? '',
      '−0.061 [−0.110, −0.012]',
      'n/a',
      'different',
      'equivalent',
      'inconclusive',
    ],
  },
};

/** Every builder without any data. */
export const emptyCharts: Readonly<Record<string, Chart>> = {
  metric: metricChart([], { metric: 'val_loss' }),
  gate: gateChart([], 'gumbel_stoch'),
  quantiles: gateChart([], 'gumbel_stoch', { quantiles: true }),
  gates: gateSmallMultiples([], 'gumbel_stoch'),
  multiples: metricSmallMultiples([], { metric: 'sparsity' }),
  heat: heatMap([], { title: 'none', xTitle: 'x', yTitle: 'y', valueTitle: 'value' }),
  line: lineChart([], { title: 'none', x: { title: 'x' }, y: { title: 'y' } }),
  reliability: reliabilityDiagram([]),
  forest: forestPlot([], { title: 'none', xTitle: 'x' }),
};
