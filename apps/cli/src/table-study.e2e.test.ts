import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lastingContent, runBuiltCli, scratchDirectory } from './testing/run-built-cli.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const lines = Array.from({ length: 300 }, (_, row) => {
  const wet = (row * 7) % 11 < 5;
  return `${wet ? 8 + (row % 9) : row % 4},${row % 13 === 0 ? 'NA' : 10 + (row % 21)},${wet ? 'rain' : row % 5 === 0 ? 'fog' : 'sun'}`;
});
writeFileSync(join(cwd, 'weather.csv'), `precipitation,temp,weather\n${lines.join('\n')}\n`);

const study =
  'run --data weather.csv --target weather --strategies relu,silu --n_runs 2 --epochs 3 --out weather'.split(' ');

test('a study of strategies on a CSV file; one worker or two, the same bytes; changed data are refused', async () => {
  const { code, stdout, stderr } = await runBuiltCli(cwd, [...study, '--n_workers', '1', '--plots']);
  expect({ code, said: stderr.includes('reluctant:') }).toEqual({ code: 0, said: false });
  expect(stdout).toContain('val_accuracy.svg');
  const { config } = JSON.parse(readFileSync(join(cwd, 'weather/summary.json'), 'utf8'));
  expect(config).toMatchObject({
    n_samples: 300,
    n_features: 3,
    n_classes: 3,
    table: { classes: ['fog', 'rain', 'sun'] },
  });
  expect(JSON.stringify(config)).not.toContain('weather.csv');
  const other = await runBuiltCli(cwd, [...study.slice(0, -1), 'two', '--n_workers', '2']);
  expect(other.code).toBe(0);
  expect(lastingContent(join(cwd, 'two'))).toEqual(lastingContent(join(cwd, 'weather')));
  writeFileSync(join(cwd, 'weather.csv'), `precipitation,temp,weather\n${lines.slice(1).join('\n')}\n`);
  const refused = await runBuiltCli(cwd, [...study, '--resume']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/weather holds another study \(n_samples is 300 there, 299 here\)|table\.fingerprint/);
});

test('a query is a table, too; settings of made data beside it are refused by flag', async () => {
  const query = ['run', '--query', "select * from 'weather.csv' order by temp", '--target', 'weather'];
  const { code, stdout } = await runBuiltCli(cwd, [
    ...query,
    ...'--strategies relu --n_runs 1 --epochs 1 --json'.split(' '),
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).config.table.target).toBe('weather');
  const refused = await runBuiltCli(cwd, [...query, '--n_features', '4']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toBe('reluctant: --n_features describes made data, which --query replaces: leave it out\n');
});

test('a real target in folds with early stopping: RMSE, MAE and R² in place of accuracy, in tables, rows and pictures', async () => {
  const run =
    'run --data weather.csv --target temp --drop weather --strategies relu,silu --n_runs 3 --folds 3 --patience 1';
  const { code, stdout } = await runBuiltCli(cwd, [...run.split(' '), ...'--epochs 4 --plots --out temp'.split(' ')]);
  expect(code).toBe(0);
  for (const text of ['val RMSE', 'val R²', 'MAE', 'each run tests one of 3 folds', 'patience 1'])
    expect(stdout).toContain(text);
  expect(stdout).not.toContain('accuracy');
  expect(readFileSync(join(cwd, 'temp/metrics.jsonl'), 'utf8')).not.toContain('accuracy');
  const pictures = readdirSync(join(cwd, 'temp/plots')).filter((name) => name.endsWith('.svg'));
  expect(pictures.sort()).toEqual(
    ['comparisons', 'sparsity', 'train_loss', 'val_loss', 'val_r2', 'val_rmse'].map((name) => `${name}.svg`),
  );
});
