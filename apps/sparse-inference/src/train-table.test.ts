import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCheckpoint } from '@reluctant/model';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInProcess } from './testing/run-in-process.js';
import { smallCsv } from './testing/small-table.js';

const scratch = scratchDirectory();
const home = process.cwd();
afterAll(() => {
  process.chdir(home);
  scratch.remove();
});
const inScratch = (...names: string[]): string => join(scratch.path, ...names);
const jsonIn = (...names: string[]): unknown => JSON.parse(readFileSync(inScratch(...names), 'utf8'));

const small = '--width 8 --n_layers 1 --epochs 6 --batch_size 32';
const weather = `train --data weather.csv --target weather --drop humidity ${small} --out weather`;

beforeAll(async () => {
  process.chdir(scratch.path);
  writeFileSync('weather.csv', smallCsv);
  writeFileSync('changed.csv', smallCsv.replace('rain', 'sun'));
  expect(await runInProcess(weather)).toMatchObject({ code: 0 });
});

test('train writes the model with its card, its charts and what was measured', () => {
  const files = ['config.json', 'model.md', 'model.onnx', 'model.safetensors', 'plots', 'training.json'];
  expect(readdirSync(inScratch('weather')).sort()).toEqual(files);
  expect(jsonIn('weather', 'training.json')).toMatchObject({
    ...{ kind: 'table', task: 'classification', classes: ['fog', 'rain', 'sun'], ends_on_relu: true, search: null },
    split: { train: 153, validation: 39, test: 48 },
    data: { rows: 240, used: ['precipitation', 'temp', 'wind'], dropped: [{ name: 'humidity' }] },
    models: [
      { name: 'this model' },
      { name: 'the same with SiLU' },
      { name: 'logistic regression' },
      { name: 'most frequent class' },
    ],
  });
  const { metadata, inForce } = decodeCheckpoint(readFileSync(inScratch('weather', 'model.safetensors')));
  expect(inForce).toMatchObject({ share: 1 });
  expect(JSON.parse(metadata.target ?? '')).toMatchObject({ name: 'weather', classes: ['fog', 'rain', 'sun'] });
  const card = readFileSync(inScratch('weather', 'model.md'), 'utf8');
  for (const part of [
    '## Data',
    '## Scores',
    '## Net',
    '## How to call it',
    '## Limits',
    'logistic regression',
    '| hidden layer |',
  ]) {
    expect(card).toContain(part);
  }
  for (const [, picture = ''] of card.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)) {
    expect(readdirSync(inScratch('weather', 'plots'))).toContain(picture.replace('plots/', ''));
  }
});

test('the same command again trains nothing; another setting or other data in the same directory are refused', async () => {
  const before = readFileSync(inScratch('weather', 'training.json'));
  const again = await runInProcess(weather);
  expect(again).toMatchObject({ code: 0 });
  expect(again.stderr).toContain('weather already holds this training: nothing to do');
  const other = await runInProcess(weather.replace('--epochs 6', '--epochs 7'));
  expect(other).toMatchObject({ code: 2, stdout: '' });
  expect(other.stderr).toBe(
    'reluctant-sparse: weather holds another model (epochs is 6 there, 7 here): choose another directory with --out\n',
  );
  const changed = await runInProcess(weather.replace('weather.csv', 'changed.csv'));
  expect(changed.stderr).toContain('it learned from a table of other content');
  expect(readFileSync(inScratch('weather', 'training.json'))).toEqual(before);
});

test('a damaged file is named, and the same command trains the same weights again', async () => {
  const path = inScratch('weather', 'model.safetensors');
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, 99));
  const { code, stderr } = await runInProcess(weather);
  expect(code).toBe(0);
  expect(stderr).toContain('model.safetensors is damaged or missing: training again');
  expect(readFileSync(path)).toEqual(whole);
});

test('a search of a regressor writes its trials and their chart', async () => {
  const search = `train --data weather.csv --target humidity --drop weather ${small} --trials 2 --out humidity`;
  const { code, stdout } = await runInProcess(`${search} --quiet`);
  expect(code).toBe(0);
  expect(stdout).toMatch(/RMSE[\s\S]*linear regression[\s\S]*mean/);
  expect(jsonIn('humidity', 'trials.json')).toMatchObject({
    trials: [{ outcome: 'finished' }, { outcome: 'finished' }, { outcome: 'finished', epochs: 6 }],
  });
  expect(readdirSync(inScratch('humidity', 'plots'))).toContain('zeros_quality.png');
});

const csv: Readonly<Record<string, string>> = {
  'ragged.csv': 'a,b,c\n1,x,2\n3,y\n5,z,7,8\n',
  'twice.csv': 'a,a,c\n1,2,x\n3,4,y\n',
  'empty.csv': '',
  'header.csv': 'a,b,c\n',
  'one.csv': `a,b\n${Array.from({ length: 20 }, (_, row) => `${row},x`).join('\n')}\n`,
  'single.csv': `a,b\n${Array.from({ length: 20 }, (_, row) => `${row % 7},${row === 3 ? 'y' : 'x'}`).join('\n')}\n`,
  'constant.csv': `a,b\n${Array.from({ length: 20 }, (_, row) => `5,${row % 2 === 0 ? 'y' : 'x'}`).join('\n')}\n`,
};

test.each([
  ['--data absent.csv --target b', 2, /absent\.csv: there is no such file/],
  ['--data weather.csv', 2, /a table needs --target: the column to predict/],
  ['--data weather.csv --target wether', 2, /there is no column 'wether'; did you mean 'weather'\?/],
  ['--data weather.csv --target weather --drop windy', 2, /there is no column 'windy'/],
  [
    '--data weather.csv --target weather --task regression',
    1,
    /weather\.csv, row 1, column 'weather': expected a number/,
  ],
  ['--data weather.csv --target humidity --class_weight balanced', 2, /--class_weight is for classes/],
  ['--data weather.csv --target weather --n_samples 9', 2, /--n_samples describes made data/],
  ['--data weather.csv --target weather --strategy switsh', 2, /--strategy: .*switsh/],
  ['--data weather.csv --target weather --lr 1e38 --drop humidity', 1, /: try a lower --lr/],
  ['--data weather.csv --target weather --choose sparse', 2, /--choose needs a search: --budget or --trials/],
  ['--target weather', 2, /--target needs a table: --data or --query/],
  ['--data ragged.csv --target c', 1, /ragged\.csv/],
  ['--data twice.csv --target c', 1, /twice\.csv.*'a'/],
  ['--data empty.csv --target c', 1, /empty\.csv/],
  ['--data header.csv --target c', 1, /header\.csv/],
  ['--data one.csv --target b', 1, /one\.csv, column 'b': the target has one class only/],
  ['--data single.csv --target b', 2, /class 'y' of the target 'b' has one row/],
  ['--data constant.csv --target b', 2, /no column is left to learn from; dropped: 'a'/],
])('train %s: exit code %i, one sentence, no directory', async (flags, code, said) => {
  for (const [name, content] of Object.entries(csv)) writeFileSync(inScratch(name), content);
  const before = readdirSync(scratch.path);
  const result = await runInProcess(`train ${flags} --out refused --quiet`);
  expect(result.stderr).toMatch(/^reluctant-sparse: [^\n]*\n$/);
  expect(result.stderr).toMatch(said);
  expect(result).toMatchObject({ code, stdout: '' });
  expect(readdirSync(scratch.path)).toEqual(before);
});

test('the graph answers the raw rows that the checkpoint answers, with the same labels', async () => {
  for (const model of ['weather', 'weather/model.onnx']) {
    expect(await runInProcess(`predict ${model} --data weather.csv --out ${model.length}.csv --quiet`)).toMatchObject({
      code: 0,
    });
  }
  const labelsIn = (file: string): readonly string[] =>
    readFileSync(inScratch(file), 'utf8')
      .split('\n')
      .map((line) => line.split(',')[0] ?? '');
  expect(labelsIn('7.csv')).toHaveLength(242);
  expect(labelsIn('18.csv')).toEqual(labelsIn('7.csv'));
});

const verified = (directory: string): unknown => jsonIn(directory, 'verify.json');

test.each(['weather', 'humidity'])(
  'verify compares trainer, onnxruntime and session on the raw test rows of %s, within 1e-5',
  async (directory) => {
    expect(await runInProcess(`verify ${directory} --quiet`)).toMatchObject({ code: 0 });
    expect(verified(directory)).toMatchObject({
      ...{ rows: 48, passed: true, left_out: [] },
      engines: [{ passed: true }, { engine: 'onnxruntime, raw rows' }, { engine: 'SparseSession, raw rows' }],
    });
  },
);

test('verify takes rows of another file, whose labels need not be known', async () => {
  const rows = smallCsv
    .split('\n')
    .slice(0, 30)
    .map((line) => line.split(',').slice(0, 3).join(','));
  writeFileSync('rows.csv', `${rows.join('\n')}\n`);
  const { code, stdout } = await runInProcess('verify weather --data rows.csv --quiet');
  expect(code).toBe(0);
  expect(stdout).toContain('29 rows of rows.csv');
  expect(verified('weather')).toMatchObject({ rows: 29, data: 'rows.csv', passed: true });
});

test('export makes the graph of raw rows again, and the directory is whole after it', async () => {
  const path = inScratch('weather', 'model.onnx');
  const graph = readFileSync(path);
  rmSync(path);
  const missing = await runInProcess('verify weather');
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('run reluctant-sparse export weather') });
  expect(await runInProcess('export weather')).toMatchObject({ code: 0 });
  expect(readFileSync(path)).toEqual(graph);
  expect(await runInProcess('export weather --batch 1 --quiet')).toMatchObject({ code: 0 });
  expect(readFileSync(path)).not.toEqual(graph);
  expect(await runInProcess('verify weather --quiet')).toMatchObject({ code: 0 });
  expect((await runInProcess(weather)).stderr).toContain('nothing to do');
});

test('inspect and report take the directory', async () => {
  const inspected = await runInProcess('inspect weather --data weather.csv');
  expect(inspected).toMatchObject({ code: 0, stdout: expect.stringContaining('Measured on weather.csv') });
  expect(await runInProcess('report weather')).toMatchObject({ code: 0 });
  const report = readFileSync(inScratch('weather', 'report.md'), 'utf8');
  for (const part of ['logistic regression', '## Verified', '## Pictures', 'plots/']) expect(report).toContain(part);
});

test('rows that are needed and gone are asked for in one sentence', async () => {
  cpSync(inScratch('weather'), inScratch('moved'), { recursive: true });
  const text = readFileSync('weather.csv');
  writeFileSync('weather.csv', smallCsv.replace('rain', 'sun'));
  const changed = await runInProcess('verify moved');
  rmSync('weather.csv');
  const gone = await runInProcess('verify moved');
  const bench = await runInProcess('bench moved');
  writeFileSync('weather.csv', text);
  expect(changed.stderr).toMatch(
    /^reluctant-sparse: weather\.csv has changed since the training.*: give rows by --data\n$/,
  );
  expect(gone.stderr).toMatch(/^reluctant-sparse: the table of the training .*give rows by --data.*\n$/);
  expect(bench.stderr).toMatch(/^reluctant-sparse: weather\.csv is not there any more: give rows by --data\n$/);
  expect([changed.code, gone.code, bench.code]).toEqual([2, 2, 2]);
});

test.each(['verify', 'bench'])('%s takes no tensors for a model of a table', async (command) => {
  const { code, stderr } = await runInProcess(`${command} weather --inputs rows.npy`);
  expect(code).toBe(2);
  expect(stderr).toContain('takes rows of a table: give them by --data');
});
