import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTable, fitTarget } from '@reluctant/preprocessing';
import { wasmEngine } from '@reluctant/trainer';
import { afterAll, describe, expect, it } from 'vitest';
import { caseSplits } from './case-splits.js';
import { type LoadedCase, loadCase } from './load-case.js';
import { writePeerFiles } from './peer-files.js';
import { prepareSplit } from './prepare-split.js';
import { scoreAnswers } from './score-answers.js';
import { chooseCases } from './table-cases.js';
import { answerTestRows } from './train-net.js';
import { readTrainingFiles, writeTrainingFiles } from './training-files.js';

const folder = mkdtempSync(join(tmpdir(), 'reluctant-tables-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const rows = 200;
const net = { hidden: [8], epochs: 20, batchSize: 16, learningRate: 0.01 };
const table = createTable({
  x: Array.from({ length: rows }, (_, row) => (row % 20 === 3 ? null : row % 10)),
  place: Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'here' : 'there')),
  large: Array.from({ length: rows }, (_, row) => row % 10 > 4),
});
const target = fitTarget(table, 'large');
const loaded: LoadedCase = {
  settings: { name: 'made', file: 'made.csv', target: 'large', task: 'classification', net },
  ...{ table, target, values: Int32Array.from({ length: rows }, (_, row) => Number(row % 10 > 4)) },
};
const splits = caseSplits(loaded, 2);

describe('a case', () => {
  it('is divided with the shares of its classes, each division with a seed of its own', () => {
    for (const { train, test } of splits) {
      expect([train.length, test.length]).toEqual([160, 40]);
      expect(test.reduce((sum, row) => sum + (loaded.values[row] ?? 0), 0)).toBe(20);
    }
    expect(splits[0]?.test).not.toEqual(splits[1]?.test);
  });

  it('is learned: test accuracy of at least 0.9 on a target that one column decides', async () => {
    const [split] = splits;
    if (split === undefined) throw new Error('there is no division');
    const engine = await wasmEngine();
    const answers = await answerTestRows(prepareSplit(loaded, split), { net, strategy: 'relu', seed: 0, engine });
    const values = Array.from(split.test, (row) => loaded.values[row] ?? Number.NaN);
    const { accuracy = 0, logLoss = Number.NaN } = scoreAnswers(target, answers, values);
    expect(accuracy).toBeGreaterThanOrEqual(0.9);
    expect(logLoss).toBeLessThan(0.5);
  });

  it('is written for the peer: raw columns without the target, divisions, and the role of each column', () => {
    const preprocessors = splits.map((split) => prepareSplit(loaded, split).preprocessor);
    writePeerFiles(join(folder, 'made'), loaded, splits, preprocessors);
    const read = (name: string): Buffer => readFileSync(join(folder, 'made', name));
    const described = JSON.parse(read('case.json').toString());
    expect(described).toMatchObject({ classes: 2, rows, hidden: [8], batch: 16 });
    expect(described.columns).toEqual([{ name: 'x' }, { name: 'place', categories: ['here', 'there'] }]);
    expect(described.roles[1]).toEqual([
      { role: 'numeric', column: 0 },
      { role: 'categorical', column: 1 },
    ]);
    expect(read('column-0').readDoubleLE(3 * 8)).toBeNaN();
    expect(read('column-1').readInt32LE(5 * 4)).toBe(1);
    expect(read('target').readDoubleLE(7 * 8)).toBe(1);
    expect(read('test-1')).toHaveLength(40 * 4);
  });

  it('is refused by a name that no table has', () => {
    expect(() => chooseCases(['wether'])).toThrow("there is no table 'wether'; there are weather, penguins");
    expect(chooseCases(['cars', 'weather']).map(({ name }) => name)).toEqual(['weather', 'cars']);
  });
});

it('a table of the package is read, and a class of one row is left out', async () => {
  const [settings] = chooseCases(['birdstrikes']);
  if (settings === undefined) throw new Error('there is no case');
  const strikes = await loadCase(settings);
  expect(strikes.table.rows).toBe(9999);
  expect(strikes.target).toMatchObject({ classes: ['C', 'Medium', 'Minor', 'None', 'Substantial'] });
});

it('a training is read as it was written', () => {
  const files = { net, inputs: 2, classes: 2, rows: 2 };
  const made = { features: Float32Array.of(1, 2, 3, 4), labels: Int32Array.of(0, 1), rows: 2 };
  writeTrainingFiles(join(folder, 'training'), files, made);
  expect(readTrainingFiles(join(folder, 'training'))).toEqual({ ...files, ...made });
});

describe('scores', () => {
  it('of a probability of 0 are finite, as scikit-learn clips it: −ln 2^−52', () => {
    expect(scoreAnswers(target, Float64Array.of(1, 0), [1]).logLoss).toBeCloseTo(52 * Math.LN2, 12);
  });

  it('of values are RMSE and R²', () => {
    const real = fitTarget(createTable({ y: [1, 2, 3, 4.5] }), 'y', { task: 'regression' });
    expect(scoreAnswers(real, Float64Array.of(1, 2, 4), [1, 2, 3])).toEqual({ rmse: Math.sqrt(1 / 3), r2: 0.5 });
  });
});
