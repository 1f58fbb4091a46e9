import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lastingContent, runBuiltCli } from './testing/run-built-cli.js';
import { runInProcess } from './testing/run-in-process.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const refused = (args: string) => runInProcess(cwd, ['run', ...args.split(' ')]);
const run = (args: string) => runBuiltCli(cwd, ['run', ...args.split(' ')]);
const file = (...names: string[]): string => join(cwd, ...names);

/** Takes back that a study is finished, and the last run of it. */
function unfinish(out: string): void {
  for (const name of ['manifest.json', 'summary.json', 'findings.md']) rmSync(file(out, name));
  const records = readFileSync(file(out, 'runs.jsonl'), 'utf8').trimEnd().split('\n').slice(0, -1);
  writeFileSync(file(out, 'runs.jsonl'), `${records.join('\n')}\n`);
}

const settings = '--strategies relu,stoch:share=0.3 --n_runs 2 --n_samples 100 --epochs 2 --lr_schedule cosine';
const made = `${settings} --out made --quiet`;
let whole: Record<string, unknown>;
beforeAll(async () => {
  expect(await run(made)).toMatchObject({ code: 0, stderr: '' });
  whole = lastingContent(file('made'));
});

test('--resume --out alone goes on with the settings of the directory and ends in the same bytes', async () => {
  unfinish('made');
  expect(await refused('--out made')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('holds another study'),
  });
  const resumed = await run('--resume --out made');
  expect(resumed).toMatchObject({ code: 0, stderr: expect.stringMatching(/(relu|stoch:share=0.3): 2 of 2 runs\n$/) });
  expect(lastingContent(file('made'))).toEqual(whole);
  const again = await run('--resume --out made');
  expect(again).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('was finished before') });
});

test('--resume with --config of the directory does the same; so does the whole command', async () => {
  unfinish('made');
  expect(await run('--resume --config made/config.json --quiet')).toMatchObject({ code: 0 });
  expect(lastingContent(file('made'))).toEqual(whole);
  expect(await run(`${made} --resume --n_workers 1`)).toMatchObject({ code: 0, stderr: '' });
});

test('--resume --out --n_runs: the study grows, and goes on alone from there', async () => {
  const grown = '--strategies relu --n_runs 1 --n_samples 100 --epochs 2 --out grown --quiet';
  expect(await run(grown)).toMatchObject({ code: 0 });
  expect(await run('--resume --out grown --n_runs 3 --quiet')).toMatchObject({ code: 0, stderr: '' });
  const before = lastingContent(file('grown'));
  unfinish('grown');
  expect(await run('--resume --out grown --quiet')).toMatchObject({ code: 0, stderr: '' });
  expect(lastingContent(file('grown'))).toEqual(before);
});

test('--config of a run directory is the study again, in another directory', async () => {
  expect(await run('--config made/config.json --out again --quiet')).toMatchObject({ code: 0, stderr: '' });
  expect(lastingContent(file('again'))).toEqual(whole);
  const other = await run('--config made/config.json --epochs 3 --out longer --json');
  expect(JSON.parse(other.stdout).config).toMatchObject({ epochs: 3, n_samples: 100 });
});

test.each([
  ['--epochs 3', 'made holds another study (epochs is 2 there, 3 here)'],
  ['--seed 1', 'made holds another study (seed is 0 there, 1 here)'],
  ['--n_samples 90', 'made holds another study (n_samples is 100 there, 90 here)'],
  ['--grid lr=0.1,0.2', 'lr in made is set and swept by --grid: it can only be one of them'],
  ['--n_informative 40', 'made holds another study (n_informative is 15 there, 40 here)'],
])('--resume --out made %s is refused by name', async (flag, said) => {
  const { code, stdout, stderr } = await refused(`--resume --out made ${flag}`);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(said) });
  expect(lastingContent(file('made'))).toEqual(whole);
});

test('--resume --out of a directory without a study is refused, and none is made', async () => {
  const said =
    'reluctant: none holds no study to continue: give the settings of the study, or another directory with --out\n';
  expect(await refused('--resume --out none')).toEqual({ code: 2, stdout: '', stderr: said });
  expect(await refused(`--resume --out none ${settings} --epochs 0`)).toMatchObject({
    stderr: expect.stringContaining('--epochs must be'),
  });
});

test('a sweep: --resume --out alone trains the studies that are missing, and its sweep.json is a file of settings', async () => {
  const sweep = '--strategies relu --n_runs 1 --n_samples 100 --epochs 2 --grid bottleneck=2,3 --out sweep --quiet';
  expect(await run(sweep)).toMatchObject({ code: 0 });
  const before = ['2', '3'].map((width) => lastingContent(file('sweep', `bottleneck=${width}`)));
  rmSync(file('sweep', 'bottleneck=3'), { recursive: true });
  expect(await run('--resume --out sweep --quiet')).toMatchObject({ code: 0, stderr: '' });
  const after = ['2', '3'].map((width) => lastingContent(file('sweep', `bottleneck=${width}`)));
  expect(after).toEqual(before);
  expect(await run('--config sweep/sweep.json --out copy --quiet')).toMatchObject({ code: 0, stderr: '' });
  expect(lastingContent(file('copy', 'bottleneck=3'))).toEqual(before[1]);
  expect(await run('--resume --out sweep --n_runs 2 --quiet')).toMatchObject({ code: 0, stderr: '' });
  const grown = await run('--resume --out sweep --json');
  expect(JSON.parse(grown.stdout).studies).toHaveLength(2);
  expect(JSON.parse(readFileSync(file('sweep/sweep.json'), 'utf8')).request.settings).toMatchObject({ n_runs: 2 });
  const other = await refused('--resume --out sweep --grid bottleneck=2,4');
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('sweep holds another sweep') });
});

test('a table: its file is found from another folder; it may be given where it has moved', async () => {
  const rows = Array.from({ length: 60 }, (_, row) => `${(row * 7) % 11},${['owl', 'tit'][row % 2]}`);
  writeFileSync(file('birds.csv'), `mass,species\n${rows.join('\n')}\n`);
  const table = '--data birds.csv --target species --strategies relu --n_runs 2 --epochs 2 --out birds --quiet';
  expect(await run(table)).toMatchObject({ code: 0 });
  const before = lastingContent(file('birds'));
  unfinish('birds');
  const elsewhere = ['run', '--resume', '--out', '../birds', '--quiet'];
  expect(await runBuiltCli(file('made'), elsewhere)).toMatchObject({ code: 0, stderr: '' });
  expect(lastingContent(file('birds'))).toEqual(before);
  writeFileSync(file('moved.csv'), readFileSync(file('birds.csv')));
  rmSync(file('birds.csv'));
  unfinish('birds');
  const gone = await refused('--resume --out birds');
  expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('birds.csv') });
  expect(gone.stderr).not.toContain(cwd);
  expect(await run('--resume --out birds --data moved.csv --quiet')).toMatchObject({ code: 0 });
  expect(lastingContent(file('birds'))).toEqual(before);
});
