import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ProgramResult, runProgram, scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const root = new URL('../../../', import.meta.url);
const launcher = new URL('tooling/clone/from-caller.mjs', root);
const manifest = (folder: string): { readonly scripts: Readonly<Record<string, string>> } =>
  JSON.parse(readFileSync(new URL(`${folder}package.json`, root), 'utf8'));

/** Runs what pnpm runs for a script, which is called in a folder with more arguments, without the build. */
function runScript(folder: string, name: string, caller: string, args: readonly string[]): Promise<ProgramResult> {
  const line = manifest(folder).scripts[name] ?? '';
  const own = /node \S*from-caller\.mjs (.*)$/.exec(line)?.[1]?.split(' ') ?? [];
  const cwd = fileURLToPath(new URL(folder, root));
  return runProgram(launcher, [...own, ...args], { cwd, env: { INIT_CWD: caller } });
}

test('pnpm start -- --epochs 1: the dashes are for pnpm, and the run directory is in the folder of the caller', async () => {
  const study = '--strategies relu --epochs 1 --n_runs 1 --n_samples 100 --no-plots --out x'.split(' ');
  const { code, stdout } = await runScript('', 'start', scratch.path, ['--', ...study]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Written to x:\n  x/findings.md\n') });
  expect(readdirSync(join(scratch.path, 'x'))).toContain('summary.json');
});

test.each([
  ['', 'reluctant', ['describe', 'birds.csv', '--target', 'specie'], "reluctant: there is no column 'specie'"],
  ['', 'reluctant', ['run', '--config', 'none.yaml'], 'reluctant: cannot read --config none.yaml'],
  ['', 'reluctant', ['run', '--resume', '--out', 'none'], 'reluctant: none holds no study to continue'],
  ['', 'reluctant-sparse', ['predict', 'birds.csv', '--data', 'birds.csv'], 'reluctant-sparse: birds.csv'],
  ['apps/cli/', 'start', ['plot', 'none'], 'reluctant: none holds no study'],
  ['apps/sparse-inference/', 'start', ['--out', 'birds.csv'], '--out must be a directory, but birds.csv is a file'],
])('%spackage.json, %s %j: paths are those of the caller, in messages, too', async (folder, name, args, said) => {
  const caller = join(scratch.path, 'caller');
  mkdirSync(caller, { recursive: true });
  writeFileSync(join(caller, 'birds.csv'), 'mass,species\n1,owl\n2,tit\n');
  const { code, stderr } = await runScript(folder, name, caller, args);
  expect(code).toBeGreaterThan(0);
  expect(stderr).toContain(said);
  expect(stderr).not.toContain(scratch.path);
});

test('each script that starts a program builds first, quietly', () => {
  for (const folder of ['', 'apps/cli/', 'apps/sparse-inference/']) {
    const lines = Object.values(manifest(folder).scripts).filter((line) => line.includes('from-caller.mjs'));
    expect(lines).not.toEqual([]);
    for (const line of lines)
      expect(line).toMatch(/^node \S*tooling\/clone\/build-quietly\.mjs && node \S+ \S*main\.js/);
  }
});
