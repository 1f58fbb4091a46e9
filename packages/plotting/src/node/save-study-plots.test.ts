import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chartRowsCsv } from '../chart-rows-csv.js';
import { forestPlot } from '../forest-plot.js';
import { metricChart } from '../metric-chart.js';
import { syntheticRows } from '../testing/synthetic-rows.js';
import { saveChart } from './save-chart.js';
import { saveStudyPlots } from './save-study-plots.js';

const rows = syntheticRows({ runs: 2, epochs: 3 });
let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reluctant-plots-'));
});
afterAll(() => rm(directory, { recursive: true }));

it('writes all plots of a study and nothing else', async () => {
  const paths = await saveStudyPlots(directory, rows);
  const names = [
    'train_loss',
    'val_loss',
    'val_accuracy',
    'sparsity',
    'gate_weights_learnable_stoch',
    'gate_quantiles_learnable_stoch',
    'gate_weights_gumbel_stoch',
    'gate_quantiles_gumbel_stoch',
  ];
  const files = names.flatMap((name) => [`${name}.svg`, `${name}.png`]);
  expect(paths).toEqual(files.map((file) => join(directory, 'plots', file)));
  expect((await readdir(join(directory, 'plots'))).sort()).toEqual([...files].sort());
  expect(await readFile(join(directory, 'plots', 'val_loss.svg'), 'utf8')).toContain('Validation loss');
});

it('draws RMSE and R² of a real target where accuracy stands for classes, and names its loss', async () => {
  const folder = join(directory, 'regression');
  await saveStudyPlots(folder, syntheticRows({ strategies: ['relu'], runs: 1, epochs: 2, regression: true }), {
    png: false,
  });
  const files = (await readdir(join(folder, 'plots'))).sort();
  expect(files).toEqual(['sparsity.svg', 'train_loss.svg', 'val_loss.svg', 'val_r2.svg', 'val_rmse.svg']);
  expect(await readFile(join(folder, 'plots', 'val_loss.svg'), 'utf8')).toContain('mean squared error');
});

it('leaves out the distribution of gates and adds further charts when asked', async () => {
  const folder = join(directory, 'more');
  const charts = { comparisons: forestPlot([], { title: 'none', xTitle: 'x' }) };
  const strategies = ['gumbel_stoch'];
  await saveStudyPlots(folder, syntheticRows({ strategies, runs: 1, epochs: 2 }), {
    png: false,
    quantiles: false,
    charts,
  });
  const names = await readdir(join(folder, 'plots'));
  expect(names.filter((name) => !/loss|accuracy|sparsity/.test(name)).sort()).toEqual([
    'comparisons.svg',
    'gate_weights_gumbel_stoch.svg',
  ]);
});

it('writes the specification and its rows beside the picture when asked', async () => {
  const chart = metricChart(rows, { metric: 'sparsity' });
  const path = join(directory, 'new', 'folder', 'sparsity');
  expect(await saveChart(path, chart, { png: false, spec: true, csv: true })).toEqual([
    `${path}.svg`,
    `${path}.vl.json`,
    `${path}.csv`,
  ]);
  expect(JSON.parse(await readFile(`${path}.vl.json`, 'utf8'))).toEqual(chart);
  expect(await readFile(`${path}.csv`, 'utf8')).toBe(chartRowsCsv(chart));
});

it('derives distinct file names from strategies', async () => {
  const strategies = ['switch:from=gumbel_stoch', 'switch/from=gumbel_stoch'];
  const folder = join(directory, 'names');
  await saveStudyPlots(folder, syntheticRows({ strategies, runs: 1, epochs: 2 }), { png: false });
  expect((await readdir(join(folder, 'plots'))).filter((name) => name.startsWith('gate_weights'))).toEqual([
    'gate_weights_switch-from=gumbel_stoch-2.svg',
    'gate_weights_switch-from=gumbel_stoch.svg',
  ]);
});

it('names the folder or file that cannot be written', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  await expect(saveStudyPlots(file, rows, { png: false })).rejects.toThrow(`cannot make the folder ${file}/plots: `);
  const taken = join(directory, 'taken');
  await saveChart(join(taken, 'a.svg', 'b'), metricChart(rows, { metric: 'sparsity' }), { png: false });
  await expect(saveChart(join(taken, 'a'), metricChart(rows, { metric: 'sparsity' }), { png: false })).rejects.toThrow(
    `cannot write ${taken}/a.svg: `,
  );
  expect(await readdir(taken)).toEqual(['a.svg']);
});
