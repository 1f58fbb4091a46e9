import { decodeCheckpoint } from '@reluctant/model';
import { createTable, featureNames, fitPreprocessor, takeTableRows, transform } from '@reluctant/preprocessing';
import { describe, expect, test } from 'vitest';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveStudy } from '../config/resolve-study.js';
import { studyDifference } from '../config/same-study.js';
import type { StudyConfig } from '../config/study-config.js';
import { makeStudyData } from '../data/make-study-data.js';
import { requireLabels } from '../data/study-data.js';
import { prepareJobs } from '../jobs/prepare-jobs.js';
import { refuseMemory } from '../memory/refuse-memory.js';
import { studyMemory } from '../memory/study-memory.js';
import { splitTable } from './split-table.js';
import { madeDataSettings } from './study-table.js';
import type { TableConfig } from './table-config.js';

const rows = 200;
const species = Array.from({ length: rows }, (_, row) =>
  row % 10 === 0 ? 'Chinstrap' : row % 2 === 0 ? 'Adelie' : 'Gentoo',
);
const table = createTable({
  mass: Array.from({ length: rows }, (_, row) => (row % 17 === 0 ? null : 3000 + 37 * (row % 23) + (row % 2) * 900)),
  island: Array.from({ length: rows }, (_, row) => (row < 14 ? 'Torgersen' : row % 3 === 0 ? 'Biscoe' : 'Dream')),
  species: species.map((name, row) => (row === 5 ? null : name)),
});
const source = { table, fingerprint: 'a1' };
const settings = parseStudySettings({
  data: ['birds.csv'],
  target: 'species',
  epochs: 2,
  n_runs: 3,
  strategies: ['relu'],
});

test('sizes follow from the table: rows with a target, features of the training rows, classes', async () => {
  const { config } = await resolveStudy(settings, { table: source });
  expect(config).toMatchObject({ n_samples: 199, n_classes: 3, bottleneck: 32 });
  expect(config.table).toEqual({
    ...{ fingerprint: 'a1', rows: 199, columns: 2, target: 'species', task: 'classification' },
    classes: ['Adelie', 'Chinstrap', 'Gentoo'],
    ...{ drop: [], numeric: [], categorical: [] },
  });
  expect(config.model.inputs).toBe(config.n_features);
});

test('every set keeps the shares of the classes, no row is in two sets, and training rows alone fit the preprocessor', async () => {
  const { config } = await resolveStudy({ ...settings, holdout: 0.25 }, { table: source });
  const [data] = makeStudyData(config, { table: source });
  if (data?.test === undefined || data.table === undefined || config.table === undefined)
    throw new Error('a set is missing');
  const { target } = data.table;
  const split = splitTable(table, target, { ...config, table: config.table }, 0);
  expect(new Set([...split.train, ...split.validation, ...(split.test ?? [])]).size).toBe(199);
  for (const { labels, rows: count } of [data.train, data.validation, data.test].map(requireLabels)) {
    for (const [label, share] of [0.4, 0.1, 0.5].entries()) {
      expect(Math.abs(labels.filter((own) => own === label).length - share * count)).toBeLessThanOrEqual(1.5);
    }
  }
  const training = takeTableRows(split.known, split.train);
  const preprocessor = fitPreprocessor(training, { target: 'species' });
  expect(data.table.preprocessor).toEqual(preprocessor);
  expect(data.train.features).toEqual(transform(preprocessor, training));
});

test('memory: a table that is too large is named by its size, which is no setting', async () => {
  const { config } = await resolveStudy(settings, { table: source });
  const large: StudyConfig = {
    ...config,
    n_samples: 1e6,
    n_features: 50,
    table: { ...requireTable(config), columns: 50 },
  };
  const needed = await studyMemory(large, 2);
  // Features and labels once, twice the table's columns while it is divided, and a copy in the memory of each training.
  expect(needed.memory).toBeGreaterThan(4 * 51e6 + 16 * 50e6);
  expect(needed.memory).toBeLessThan(2 ** 31);
  await expect(refuseMemory([large], 2, { memory: 2 ** 28, heap: 2 ** 30 })).rejects.toThrow(
    /^the table \(1000000 rows, 50 features\) needs about [\d.]+ (GiB|MiB) of memory, but 256 MiB are free/,
  );
});

function requireTable({ table: own }: StudyConfig): TableConfig {
  if (own === undefined) throw new Error('there is no table');
  return own;
}

test('divisions with fewer features are filled up with zeros', async () => {
  const { config } = await resolveStudy({ ...settings, data_seeds: 3 }, { table: source });
  const sets = makeStudyData(config, { table: source });
  const widths = sets.map(({ table: own }) => (own === undefined ? 0 : featureNames(own.preprocessor).length));
  expect(Math.max(...widths)).toBe(config.n_features);
  for (const [index, { train }] of sets.entries()) {
    expect(train.features).toHaveLength(train.rows * config.n_features);
    const filled = train.features.filter((_, at) => at % config.n_features >= (widths[index] ?? 0));
    expect(filled.every((value) => value === 0)).toBe(true);
  }
});

test('a checkpoint holds what turns rows into features and labels into classes', async () => {
  const { config } = await resolveStudy(settings, { table: source });
  const data = makeStudyData(config, { table: source });
  const train = await prepareJobs({ config, data });
  for await (const report of train({ strategy: 'relu', run: 0 })) {
    if (report.kind !== 'finished') continue;
    const { preprocessor = '', target = '' } = decodeCheckpoint(report.checkpoint).metadata;
    expect(JSON.parse(preprocessor)).toEqual(data[0]?.table?.preprocessor);
    expect(JSON.parse(target)).toEqual(data[0]?.table?.target);
  }
});

describe('refused in one sentence', () => {
  test.each<readonly [Readonly<Record<string, unknown>>, string]>([
    [{ data: ['a.csv'], query: 'select 1', target: 'x' }, 'data and query exclude each other'],
    [{ target: 'x' }, 'target needs a table: data or query'],
    [{ drop: ['x'] }, 'drop needs a table: data or query'],
    ...madeDataSettings.map(
      (name) => [{ query: 'select 1', [name]: 77 }, `${name} describes made data, which query replaces`] as const,
    ),
  ])('settings %j', (input, said) => {
    expect(() => parseStudySettings(input)).toThrow(said);
  });

  test.each([
    [{ target: undefined }, 'a table needs target: the column to predict, one of mass, island, species'],
    [{ target: 'spcies' }, /'spcies'/],
    [{ drop: ['islnd'] }, /'islnd'/],
  ])('a table with %j', async (changes, said) => {
    await expect(resolveStudy({ ...settings, ...changes }, { table: source })).rejects.toThrow(said);
  });

  test('a class with fewer rows than sets, a table that was not read, and one that has changed', async () => {
    const one = createTable({ x: [1, 2, 3, 4, 5, 6], y: ['a', 'a', 'a', 'b', 'a', 'a'] });
    await expect(
      resolveStudy({ ...settings, target: 'y' }, { table: { table: one, fingerprint: '' } }),
    ).rejects.toThrow("class 'b' of the target 'y' has one row, fewer than the 2 that a division into sets needs");
    await expect(resolveStudy(settings)).rejects.toThrow('the table of data was not read');
    const { config } = await resolveStudy(settings, { table: source });
    expect(() => makeStudyData(config)).toThrow('the study learns from a table');
    expect(() => makeStudyData(config, { table: { table, fingerprint: 'b2' } })).toThrow('the table has changed');
  });
});

test('a preset applies to a table without its settings of made data', () => {
  const presets = { p: { name: 'p', settings: { n_features: 7, epochs: 9 }, question: '' } };
  expect(parseStudySettings({ preset: 'p', data: ['a.csv'], target: 'x' }, { presets })).toMatchObject({
    epochs: 9,
    n_features: 30,
  });
});

test('two studies of tables that differ are told apart by the innermost setting', async () => {
  const { config } = await resolveStudy(settings, { table: source });
  const other = JSON.parse(JSON.stringify({ ...config, table: { ...config.table, fingerprint: 'b2' } }));
  expect(studyDifference(other, config)).toEqual({ setting: 'table.fingerprint', there: '"b2"', here: '"a1"' });
});

test('settings that are filled in can be parsed again, with and without a table', () => {
  expect(parseStudySettings(settings)).toEqual(settings);
  expect(parseStudySettings(parseStudySettings({}))).toEqual(parseStudySettings({}));
});
