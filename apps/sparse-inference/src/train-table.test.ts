import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

test('commands for models of made data say what to give them instead', async () => {
  const { code, stderr } = await runInProcess('report weather');
  expect(code).not.toBe(0);
  expect(stderr).toContain('model.onnx');
});
