import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { runBuiltCli } from './testing/run-built-cli.js';
import { runInProcess } from './testing/run-in-process.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const refused = (args: string) => runInProcess(cwd, ['run', ...args.split(' ')]);
const run = (args: string) => runBuiltCli(cwd, ['run', ...args.split(' ')]);
const study = { strategies: ['relu'], n_runs: 1, n_samples: 100, epochs: 1 };
const write = (name: string, content: object): void => writeFileSync(join(cwd, name), JSON.stringify(content));

test('out, plots and font stand in the file; flags override them', async () => {
  const font = fileURLToPath(new URL('../../../packages/plotting/fixtures/two-glyphs.ttf', import.meta.url));
  write('study.json', { ...study, out: 'from-file', plots: true, font });
  const drawn = await run('--config study.json --quiet');
  expect(drawn).toMatchObject({ code: 0, stdout: expect.stringContaining('Written to from-file:') });
  expect(existsSync(join(cwd, 'from-file/plots/val_loss.svg'))).toBe(true);
  expect(JSON.parse(readFileSync(join(cwd, 'from-file/plots/pictures.json'), 'utf8')).fonts).toHaveLength(1);
  expect(await run('--config study.json --out other --no-plots --quiet')).toMatchObject({ code: 0 });
  expect(existsSync(join(cwd, 'other/plots'))).toBe(false);
});

test.each([
  [{ out: 3 }, 'out in bad.yaml must be the name of a directory, got 3'],
  [{ plots: 'yes' }, 'plots in bad.yaml must be true or false, got "yes"'],
  [{ font: 7 }, 'font in bad.yaml must be the name of a file, or a list of them, got 7'],
  [{ font: 'bad.yaml' }, 'bad.yaml is not a TrueType or OpenType font: a .ttf, .otf or .ttc file is needed'],
  [{ wide: true }, '--wide belongs to --preset paper'],
  [{ grid: { lr: 3 } }, 'grid in bad.yaml must be a map from settings to lists of values'],
  [{ grid: {} }, 'grid in bad.yaml must be a map from settings to lists of values, such as "bottleneck: [4, 16]"'],
  [{ resume: true }, 'there is no option resume in bad.yaml'],
  [{ version: 1, engines: {} }, 'bad.yaml has format 1, this version of the program reads format 2'],
])('%j in a file is refused by name', async (content, said) => {
  write('bad.yaml', content);
  const { code, stdout, stderr } = await refused('--config bad.yaml --n_samples 100');
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringContaining(`reluctant: ${said}`) });
  expect(code).toBe('version' in content ? 1 : 2);
});

test('--n_workers beside --queue is refused, from a flag as from a file', async () => {
  const said = 'has no meaning with --queue: give it to reluctant worker, which trains\n';
  const queue = '--queue redis://127.0.0.1:1 --out none';
  expect(await refused(`--n_workers 2 ${queue}`)).toEqual({
    code: 2,
    stdout: '',
    stderr: `reluctant: --n_workers ${said}`,
  });
  write('threads.json', { ...study, n_workers: 2 });
  const fromFile = await refused(`--config threads.json ${queue}`);
  expect(fromFile).toMatchObject({ code: 2, stderr: `reluctant: n_workers in threads.json ${said}` });
});

test('--json: stdout has the summary alone and stderr nothing, in all that makes notices; errors are said', async () => {
  // Few runs, an idle setting, a grid: each makes a notice without --json.
  const noisy = '--strategies relu,silu --n_runs 2 --n_samples 100 --epochs 1';
  expect((await run(`${noisy} --out loud`)).stderr).toContain('can end as neither');
  for (const more of ['', '--grid lr=0.1,0.2']) {
    const { code, stdout, stderr } = await run(
      `${noisy} ${more} --out json${more.length} --json`.replaceAll('  ', ' '),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toHaveProperty('version');
  }
  expect(await refused(`${noisy} --out loud --seed 3 --json`)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('another study'),
  });
});

test('a finished study prints no estimate; of a sweep only what is left counts', async () => {
  const sweep = '--strategies relu --n_runs 1 --n_samples 100 --epochs 1 --grid lr=0.1,0.2 --out sweep';
  expect((await run(sweep)).stderr).toMatch(/^2 runs in 2 studies: about /);
  expect((await run(sweep)).stderr).not.toMatch(/about|s left/);
});
