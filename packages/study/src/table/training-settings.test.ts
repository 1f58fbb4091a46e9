import { kFolds } from '@reluctant/data';
import { decodeCheckpoint } from '@reluctant/model';
import { createTable } from '@reluctant/preprocessing';
import { describe, expect, test } from 'vitest';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveStudy } from '../config/resolve-study.js';
import { studyDifference } from '../config/same-study.js';
import type { StudyConfig } from '../config/study-config.js';
import { makeStudyData } from '../data/make-study-data.js';
import { requireLabels } from '../data/study-data.js';
import type { JobReport } from '../jobs/job.js';
import { prepareJobs } from '../jobs/prepare-jobs.js';
import { studyJobs } from '../jobs/study-jobs.js';
import { planStudies } from '../plan/study-plan.js';
import { decodeRows } from '../rows/epoch-lines.js';
import { studySummarySchema } from '../summary/study-summary.js';
import { summariseStudy } from '../summary/summarise-study.js';
import { splitTable } from './split-table.js';

const rows = 150;
const table = createTable({
  x: Array.from({ length: rows }, (_, row) => ((row * 29) % 31) / 31),
  y: Array.from({ length: rows }, (_, row) => ((row * 17) % 23) / 23),
  kind: Array.from({ length: rows }, (_, row) => (row % 10 < 7 ? 'a' : row % 10 < 9 ? 'b' : 'c')),
});
const source = { table, fingerprint: 'k1' };
const settings = { data: ['kinds.csv'], target: 'kind', epochs: 12, n_runs: 2, lr: 0.05, strategies: ['relu'] };

async function resolved(changes: Readonly<Record<string, unknown>>) {
  return resolveStudy(parseStudySettings({ ...settings, ...changes }), { table: source });
}

async function trained(config: StudyConfig): Promise<JobReport[]> {
  const train = await prepareJobs({ config, data: makeStudyData(config, { table: source }) });
  const reports: JobReport[] = [];
  for (const job of studyJobs(config)) for await (const report of train(job)) reports.push(report);
  return reports;
}

const rowsOf = (reports: readonly JobReport[]) =>
  reports.flatMap((report) => (report.kind === 'rows' ? decodeRows(report.lines) : []));

test('with patience the epoch with the lowest validation loss is kept, tested and summarised; of a switch one within its tail', async () => {
  const strategies = ['relu', { name: 'swift', strategy: 'switch', from: 'silu', to: 'relu', tail: 0.25 }];
  const { config } = await resolved({ patience: 2, strategies });
  const reports = await trained(config);
  const ends = reports.filter((report) => report.kind === 'finished');
  const kept = ends.map(({ strategy, run, epoch = 0, checkpoint, tests }) => {
    const own = rowsOf(reports).filter((row) => row.strategy === strategy && row.run === run);
    const within = own.filter((row) => strategy === 'relu' || row.epoch > 9);
    const lowest = within.reduce((best, row) => (row.val_loss < best.val_loss ? row : best));
    expect(epoch).toBe(lowest.epoch);
    expect(decodeCheckpoint(checkpoint)).toMatchObject({ epoch, inForce: { share: 1 } });
    // Without randomness the test of the kept weights is the row of their epoch.
    expect(tests?.[0]).toMatchObject({ test: 'same', loss: lowest.val_loss, accuracy: lowest.val_accuracy });
    expect(own.length).toBe(Math.min(12, epoch + 2));
    return lowest;
  });
  const summary = summariseStudy(config, { rows: kept, diverged: [], tests: ends.flatMap(({ tests }) => tests ?? []) });
  expect(summary.strategies.map(({ runs, kept_epoch }) => [runs, kept_epoch?.n])).toEqual([
    [2, 2],
    [2, 2],
  ]);
  expect(summary.comparisons?.comparisons[0]?.n).toBe(2);
  expect(studySummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
});

test('a table of classes has AUROC, F1 and a confusion matrix, which adds up to the rows tested', async () => {
  const { config } = await resolved({ holdout: 0.2 });
  const reports = await trained(config);
  const tests = reports.flatMap((report) => (report.kind === 'finished' ? (report.tests ?? []) : []));
  const [own] = tests;
  expect(own?.confusion?.reduce((sum, count) => sum + count, 0)).toBe(30);
  const right = [0, 4, 8].reduce((sum, at) => sum + (own?.confusion?.[at] ?? 0), 0);
  expect(right / 30).toBe(own?.accuracy);
  const { strategies } = summariseStudy(config, { rows: rowsOf(reports), diverged: [], tests });
  const test = strategies[0]?.tests[0];
  expect(test?.confusion?.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual([21, 6, 3]);
  expect([test?.auroc?.n, test?.f1?.n]).toEqual([2, 2]);
  expect((test?.auroc?.mean ?? 0) > 0 && (test?.f1?.mean ?? 2) <= 1).toBe(true);
});

test('balanced classes weigh rows / (classes · count); weight decay shrinks the weights', async () => {
  const { config } = await resolved({ class_weight: 'balanced' });
  const [data] = makeStudyData(config, { table: source });
  if (data === undefined) throw new Error('no data');
  const { labels } = requireLabels(data.train);
  const counts = [0, 1, 2].map((label) => labels.filter((own) => own === label).length);
  expect([...(data.classWeights ?? [])]).toEqual(counts.map((count) => Math.fround(labels.length / (3 * count))));
  const sizeOf = async (changes: Readonly<Record<string, unknown>>): Promise<number> => {
    const reports = await trained((await resolved({ n_runs: 1, ...changes })).config);
    const end = reports.find((report) => report.kind === 'finished');
    if (end === undefined) throw new Error('the run did not finish');
    return Math.hypot(...decodeCheckpoint(end.checkpoint).parameters);
  };
  expect(await sizeOf({ weight_decay: 2 })).toBeLessThan(0.8 * (await sizeOf({})));
});

test('folds: run r tests fold r mod k of scikit-learn’s StratifiedKFold; every row is tested once, and none is trained on then', async () => {
  const { config } = await resolved({ folds: 5, n_runs: 10 });
  expect(config).toMatchObject({ folds: 5, data_seeds: 5, holdout: 0.2 });
  const data = makeStudyData(config, { table: source });
  const target = data[0]?.table?.target;
  if (config.table === undefined || target === undefined) throw new Error('no table');
  const labels = Int32Array.from({ length: rows }, (_, row) => (row % 10 < 7 ? 0 : row % 10 < 9 ? 1 : 2));
  const folds = kFolds(rows, 5, { randomState: 42, stratify: labels });
  for (const [index, fold] of folds.entries()) {
    const { train, validation, test: tested } = splitTable(table, target, { ...config, table: config.table }, index);
    expect(tested).toEqual(fold);
    expect(new Set([...train, ...validation, ...fold]).size).toBe(rows);
    expect(validation.length).toBe(24);
    expect(data[index]?.test?.rows).toBe(fold.length);
  }
});

test('configurations without these settings have none of their fields, and a resume with another value is refused by name', async () => {
  const { config } = await resolved({});
  for (const name of ['patience', 'folds', 'class_weight', 'weight_decay']) expect(config).not.toHaveProperty(name);
  const there = JSON.parse(JSON.stringify(config));
  for (const changes of [{ patience: 3 }, { class_weight: 'balanced' }, { weight_decay: 0.1 }]) {
    const here = (await resolved(changes)).config;
    expect(studyDifference(there, here)).toMatchObject({ setting: Object.keys(changes)[0], there: 'not set' });
  }
  expect(studyDifference(there, (await resolved({ folds: 5, n_runs: 10 })).config)).toBeDefined();
});

test('notices: a slide has one epoch to keep, folds need as many runs', async () => {
  const { notices } = await resolved({
    patience: 2,
    folds: 4,
    strategies: ['relu', { name: 'slide', strategy: 'anneal' }],
  });
  expect(notices).toContain(
    'Patience does not change slide: only the last epoch of a slide runs as the net is deployed.',
  );
  expect(notices).toContain('Only 2 of the 4 folds are tested, as there is one run for each.');
});

describe('refused in one sentence', () => {
  test.each([
    [{ folds: 5, holdout: 0.2 }, 'folds and holdout exclude each other: each fold is the test set of its runs'],
    [{ folds: 5, data_seeds: 3 }, 'folds and data_seeds exclude each other'],
    [{ folds: 1 }, 'folds must be a whole number from 2 to 1000, got 1'],
    [{ folds: 200 }, 'folds must be at most the number of rows with a target (150), got 200'],
    [{ folds: 120 }, 'folds must be at most the number of rows of the largest class (105), got 120'],
    [{ patience: 0 }, 'patience must be a whole number of at least 1, got 0'],
    [{ weight_decay: -1 }, 'weight_decay must be a number of at least 0, got -1'],
    [{ class_weight: 'even' }, 'class_weight must be one of balanced, got "even"'],
    [{ target: 'x', class_weight: 'balanced' }, "class_weight weighs classes, but the target 'x' is a real number"],
  ])('%j', async (changes, said) => {
    await expect(resolved(changes)).rejects.toThrow(said);
  });

  const question = { name: 'q', question: '', settings: {} };
  const claims = { alpha: 0.05, roles: {}, claims: [] };
  test.each([
    [{ ...question, grid: { n_informative: [2, 5] } }, {}, 'varies made data (n_informative)'],
    [{ ...question, claims }, { patience: 3 }, 'has claims about fixed epochs'],
  ])('%j with %j', (preset, input, said) => {
    const plan = () => planStudies({ ...settings, preset: 'q', ...input }, { presets: { q: preset } });
    expect(plan).toThrow(`preset q ${said}`);
  });
});
