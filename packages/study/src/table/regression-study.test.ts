import { meanAbsoluteError, rootMeanSquaredError, rSquared } from '@reluctant/metrics';
import { decodeCheckpoint } from '@reluctant/model';
import { createTable, parseTarget, standardisedTarget, takeTableRows, targetValues } from '@reluctant/preprocessing';
import { predictValues } from '@reluctant/trainer';
import { describe, expect, test } from 'vitest';
import { comparableStudy } from '../compare/comparable-study.js';
import { compareStudies } from '../compare/compare-studies.js';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { type ResolvedStudy, resolveStudy } from '../config/resolve-study.js';
import { makeStudyData } from '../data/make-study-data.js';
import type { JobReport } from '../jobs/job.js';
import { prepareJobs } from '../jobs/prepare-jobs.js';
import { studyJobs } from '../jobs/study-jobs.js';
import { decodeRows } from '../rows/epoch-lines.js';
import { epochRowSchema } from '../rows/epoch-row-schema.js';
import { testRowSchema } from '../rows/test-row.js';
import { declaredQuantity } from '../summary/declared-quantity.js';
import { studySummarySchema } from '../summary/study-summary.js';
import { summariseStudy } from '../summary/summarise-study.js';
import { splitTable } from './split-table.js';

const rows = 240;
const area = Array.from({ length: rows }, (_, row) => 40 + ((row * 37) % 113));
const table = createTable({
  area,
  city: Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 'Oslo' : 'Bergen')),
  price: area.map((value, row) => (row === 9 ? null : 50_000 + 3000 * value + (row % 3 === 0 ? 90_000 : 0))),
});
const source = { table, fingerprint: 'p1' };
const settings = {
  ...{ data: ['homes.csv'], target: 'price', epochs: 3, n_runs: 6, lr: 0.01 },
  ...{ strategies: ['relu', 'gumbel_stoch'], holdout: 0.25, compare_by: 'rmse', test: ['relu'] },
};

async function resolved(changes: Readonly<Record<string, unknown>> = {}): Promise<ResolvedStudy> {
  return resolveStudy(parseStudySettings({ ...settings, ...changes }), { table: source });
}

const { config } = await resolved();
const [data] = makeStudyData(config, { table: source });
const reports = await trainAll();

async function trainAll(): Promise<JobReport[]> {
  const train = await prepareJobs({ config, data: makeStudyData(config, { table: source }) });
  const found: JobReport[] = [];
  for (const job of studyJobs(config)) for await (const report of train(job)) found.push(report);
  return found;
}

const epochRows = reports.flatMap((report) => (report.kind === 'rows' ? decodeRows(report.lines) : []));
const finished = reports.filter((report) => report.kind === 'finished');
const tests = finished.flatMap((report) => report.tests ?? []);
const summary = summariseStudy(config, { rows: epochRows, diverged: [], tests });

test('the net has one output, and the target is standardised by the training rows alone', () => {
  expect(config).toMatchObject({ n_samples: 239, n_classes: 1, table: { task: 'regression', classes: [] } });
  if (config.table === undefined || data?.table === undefined) throw new Error('there is no table');
  const { train, known, target } = splitTable(table, data.table.target, { ...config, table: config.table }, 0);
  if (target.task !== 'regression') throw new Error('no real target');
  const training = takeTableRows(known, train);
  const values = standardisedTarget(target, training);
  expect(data.train).toMatchObject({ targets: values, rows: train.length });
  expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length)).toBeLessThan(1e-6);
  expect(Math.hypot(...values) / Math.sqrt(values.length)).toBeCloseTo(1, 6);
});

test('rows have RMSE in the unit of the target and R², both from the loss, and no accuracy', () => {
  if (data === undefined || !('targets' in data.validation)) throw new Error('no targets');
  const { targets } = data.validation;
  const { target } = data.table ?? {};
  const scale = target?.task === 'regression' ? target.scale : 0;
  expect(epochRows).toHaveLength(36);
  for (const row of epochRows) {
    expect(row).not.toHaveProperty('val_accuracy');
    expect(row.val_rmse).toBeCloseTo(Math.sqrt(row.val_loss) * scale, 6);
    const off = Float64Array.from(targets, (value) => value + Math.sqrt(row.val_loss));
    expect(row.val_r2).toBeCloseTo(rSquared(off, targets), 5);
    expect(epochRowSchema.parse(JSON.parse(JSON.stringify(row)))).toEqual(row);
  }
});

test('a checkpoint holds its target: predicted values give the scores of the test row within 1e-5', async () => {
  const report = finished.find(({ strategy, run }) => strategy === 'relu' && run === 0);
  const own = report?.tests?.find(({ test: share }) => share === 'same');
  if (report === undefined || own === undefined || data?.test === undefined) throw new Error('a result is missing');
  expect(testRowSchema.parse(JSON.parse(JSON.stringify(own)))).toEqual(own);
  const checkpoint = decodeCheckpoint(report.checkpoint);
  const target = parseTarget(JSON.parse(checkpoint.metadata.target ?? ''));
  if (target.task !== 'regression' || !('targets' in data.test)) throw new Error('no real target');
  const { values } = await predictValues(checkpoint, data.test.features);
  const predicted = targetValues(target, values);
  const truth = targetValues(target, data.test.targets);
  expect(Math.abs(rootMeanSquaredError(predicted, truth) / (own.rmse ?? 0) - 1)).toBeLessThan(1e-5);
  expect(Math.abs(meanAbsoluteError(predicted, truth) / (own.mae ?? 0) - 1)).toBeLessThan(1e-5);
  expect(Math.abs(rSquared(predicted, truth) - (own.r2 ?? 0))).toBeLessThan(1e-5);
});

test('a summary has RMSE, MAE and R², compares by RMSE with a margin of 0.01 standard deviations, and is unchanged by JSON', () => {
  const [relu] = summary.strategies;
  expect(Object.keys(relu?.last ?? {})).toEqual(['val_loss', 'val_rmse', 'val_r2', 'train_loss', 'sparsity']);
  expect(relu?.tests.map(({ test: share, rmse, mae, r2 }) => [share, rmse?.n, mae?.n, r2?.n])).toEqual([
    ['relu', 6, 6, 6],
    ['same', 6, 6, 6],
  ]);
  expect(relu?.tests[0]).not.toHaveProperty('accuracy');
  expect(summary.comparisons).toMatchObject({ quantity: 'test_rmse', margin: config.margin });
  expect(config.margin / 1000).toBeCloseTo(1.1, 1);
  expect(declaredQuantity(summary)).toMatchObject({ text: 'RMSE on the held-out test set', unit: '', digits: 0 });
  expect(studySummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
});

test('studies of one target are compared although their columns differ; another target gets no verdict', () => {
  const study = (label: string, table: typeof config.table) =>
    comparableStudy({
      label,
      summary: { ...summary, config: { ...config, ...(table && { table }) } },
      lastRows: epochRows.filter(({ epoch }) => epoch === 3),
      tests,
    });
  if (config.table === undefined) throw new Error('there is no table');
  const studies = [
    study('all', config.table),
    study('fewer columns', { ...config.table, drop: ['city'] }),
    study('other rows', { ...config.table, fingerprint: 'p2' }),
  ];
  const between = compareStudies(studies, { declaredTogether: true });
  expect(between.against_first.map(({ study: label }) => label)).toEqual(['fewer columns']);
  expect(between).toMatchObject({ quantity: 'RMSE on the held-out test set', digits: 0, chosen_after_seeing: false });
  expect(compareStudies(studies, { declaredTogether: false }).chosen_after_seeing).toBe(true);
});

describe('refused in one sentence', () => {
  test.each([
    [{ compare_by: 'accuracy' }, 'compare_by must be loss or rmse where the target is a real number, got "accuracy"'],
    [{ target: 'city', compare_by: 'rmse' }, 'compare_by must be loss or accuracy where classes are learned'],
    [{ passes: 3 }, "passes measures the uncertainty of classes, but the target 'price' is a real number"],
    [{ target: 'city', task: 'regression' }, "row 1, column 'city': expected a number"],
  ])('%j', async (changes, said) => {
    await expect(resolved(changes)).rejects.toThrow(said);
  });
});
