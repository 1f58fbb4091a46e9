import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCheckpoint, encodeCheckpoint } from '@reluctant/model';
import { createTable, transform } from '@reluctant/preprocessing';
import { makeStudyData, parseStudySettings, prepareJobs, resolveStudy } from '@reluctant/study';
import { runProgram, scratchDirectory } from '@reluctant/testing';
import { predict } from '@reluctant/trainer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInProcess } from './testing/run-in-process.js';
import { runSparseCli } from './testing/run-sparse-cli.js';

const main = new URL('../dist/main.js', import.meta.url);
const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const rows = 120;
const columns = {
  mass: Array.from({ length: rows }, (_, row) => 3000 + 37 * (row % 23) + (row % 2) * 900),
  island: Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 'Biscoe' : 'Dream')),
  species: Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'Adelie' : 'Gentoo')),
};
const table = createTable(columns);
let checkpoint: Uint8Array;

/** A CSV file of rows 0 … 29, a row with a category that was never seen, and one with a missing number. */
const csv = [
  'island,extra,mass',
  ...Array.from({ length: 30 }, (_, row) => `${columns.island[row]},x,${columns.mass[row]}`),
  'Elsewhere,x,3500',
  'Dream,x,NA',
];

beforeAll(async () => {
  const settings = parseStudySettings({
    data: ['x.csv'],
    target: 'species',
    epochs: 5,
    n_runs: 1,
    strategies: ['relu'],
  });
  const source = { table, fingerprint: 'a' };
  const { config } = await resolveStudy(settings, { table: source });
  const train = await prepareJobs({ config, data: makeStudyData(config, { table: source }) });
  for await (const report of train({ strategy: 'relu', run: 0 })) {
    if (report.kind === 'finished') checkpoint = report.checkpoint;
  }
  mkdirSync(join(cwd, 'folder'));
  writeFileSync(join(cwd, 'relu-0.safetensors'), checkpoint);
  writeFileSync(join(cwd, 'new.csv'), `${csv.join('\n')}\n`);
  writeFileSync(join(cwd, 'short.csv'), 'island\nDream\nBiscoe\n');
  writeFileSync(join(cwd, 'text.csv'), 'island,mass\nDream,heavy\nBiscoe,3000\n');
  const { preprocessor: _, ...metadata } = decodeCheckpoint(checkpoint).metadata;
  writeFileSync(join(cwd, 'plain.safetensors'), encodeCheckpoint({ ...decodeCheckpoint(checkpoint), metadata }));
  writeFileSync(join(cwd, 'broken.safetensors'), 'no tensors');
});

test('labels and probabilities are those of the trainer, to the last digit, in the order of the rows; unseen and missing values too', async () => {
  const { code, stdout } = await runSparseCli(cwd, 'predict relu-0.safetensors --data new.csv --out out.csv');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '32 rows predicted, written to out.csv\n' });
  const [head, ...lines] = readFileSync(join(cwd, 'out.csv'), 'utf8').trim().split('\n');
  expect(head).toBe('label,probability Adelie,probability Gentoo');
  const trained = decodeCheckpoint(checkpoint);
  const preprocessor = JSON.parse(trained.metadata.preprocessor ?? '');
  const given = createTable({
    island: [...columns.island.slice(0, 30), 'Elsewhere', 'Dream'],
    mass: [...columns.mass.slice(0, 30), 3500, null],
  });
  const expected = await predict(trained, transform(preprocessor, given));
  const found = lines.map((line) => line.split(','));
  expect(found.map(([label]) => label)).toEqual([...expected.labels].map((label) => ['Adelie', 'Gentoo'][label]));
  expect(found.flatMap(([, ...numbers]) => numbers.map(Number))).toEqual([...expected.probabilities]);
});

test('--out - prints the predictions and nothing else; a query gives rows, too', async () => {
  const query = "select * from read_csv('new.csv', nullstr = 'NA') limit 3";
  const { code, stdout } = await runProgram(main, ['predict', 'relu-0.safetensors', '--query', query, '--out', '-'], {
    cwd,
  });
  expect(code).toBe(0);
  expect(stdout.split('\n')).toHaveLength(1 + 3 + 1);
  expect(stdout).toMatch(/^label,probability Adelie,probability Gentoo\n(Adelie|Gentoo),0\.\d+,0\.\d+\n/);
});

test.each([
  [
    'predict relu-0.safetensors',
    2,
    /predict needs --data or --query, one of them; the model reads the columns mass, island/,
  ],
  ['predict relu-0.safetensors --data absent.csv', 2, /absent\.csv: there is no such file/],
  ['predict relu-0.safetensors --data short.csv', 2, /short\.csv: .*'mass'/],
  ['predict relu-0.safetensors --data text.csv', 1, /text\.csv.*'mass'.*"heavy"/],
  ['predict relu-0.safetensors --data new.csv --out folder', 2, /--out must be a file, but folder is a directory/],
  [
    'predict plain.safetensors --data new.csv',
    2,
    /plain\.safetensors did not learn from a table: it takes features, not rows/,
  ],
  ['predict broken.safetensors --data new.csv', 1, /broken\.safetensors is no checkpoint/],
  ['predict absent.safetensors --data new.csv', 2, /absent\.safetensors does not exist/],
])('%s: exit code %i, one sentence, no file', async (line, code, said) => {
  const before = readdirSync(cwd);
  const result = await runInProcess(line, cwd);
  expect(result.stderr).toMatch(/^reluctant-sparse: [^\n]*\n$/);
  expect(result.stderr).toMatch(said);
  expect(result).toMatchObject({ code, stdout: '' });
  expect(readdirSync(cwd)).toEqual(before);
  expect(existsSync(join(cwd, 'predictions.csv'))).toBe(false);
});
