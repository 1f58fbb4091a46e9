import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliResult, runBuiltCli, scratchDirectory } from './testing/run-built-cli.js';
import { runInProcess } from './testing/run-in-process.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const settings = '--strategies relu,silu --epochs 2 --n_samples 300'.split(' ');
const out = "the author's studies/x";
const run = (args: readonly string[]): Promise<CliResult> => runBuiltCli(cwd, ['run', ...settings, ...args]);
const json = (name: string) => JSON.parse(readFileSync(join(cwd, out, name), 'utf8'));
const findings = () => readFileSync(join(cwd, out, 'findings.md'), 'utf8');

let first: CliResult;
beforeAll(async () => {
  first = await run(['--n_runs', '8', '--out', out]);
});

/** The words of a line of the shell. */
function shellWords(line: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

test('an inconclusive study prints the command that decides it; it trains the new runs only and counts the look', async () => {
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/silu needs about \d+ runs/);
  const [line = ''] = /^ +reluctant run .*$/m.exec(first.stdout) ?? [];
  const [program, command, ...given] = shellWords(line);
  expect([program, command, given[0], given[1], given[2], given[3]]).toEqual([
    'reluctant',
    'run',
    '--resume',
    '--out',
    out,
    '--n_runs',
  ]);
  const n = Number(given[4]);
  expect(n).toBeGreaterThan(8);
  const before = readFileSync(join(cwd, out, 'runs.jsonl'), 'utf8');
  const grown = await runBuiltCli(cwd, ['run', ...given]);
  expect(grown.code).toBe(0);
  // Records of the runs that were there are not written again.
  expect(readFileSync(join(cwd, out, 'runs.jsonl'), 'utf8').startsWith(before)).toBe(true);
  expect(json('config.json')).toMatchObject({ n_runs: n, earlier_looks: [8] });
  expect(json('summary.json').comparisons).toMatchObject({ looks: [8, n], alpha: 0.05 });
  const said = `This is look 2 at this study, which grew: 8, then ${n} runs.`;
  expect(grown.stdout).toContain(said);
  expect(findings()).toContain(said);
  // The estimate counts the new runs only.
  expect(grown.stderr).toMatch(new RegExp(`^${2 * (n - 8)} runs: about `));
});

test('growth says before it trains what this look can decide, and that pictures show earlier results', async () => {
  const own = ['--strategies', 'relu,silu', '--epochs', '1', '--n_samples', '100', '--out', 'drawn'];
  expect((await runBuiltCli(cwd, ['run', ...own, '--n_runs', '6', '--plots'])).stdout).not.toContain('reluctant plot');
  const grown = await runBuiltCli(cwd, ['run', '--resume', '--out', 'drawn', '--n_runs', '7']);
  expect(grown.stderr).toContain('"different" takes 8 for 1 comparison');
  expect(grown.stdout).toContain('The pictures show earlier results. This draws them again:\n  reluctant plot drawn\n');
  expect((await runBuiltCli(cwd, ['plot', 'drawn'])).code).toBe(0);
  const again = await runBuiltCli(cwd, ['run', '--resume', '--out', 'drawn']);
  expect(again.stdout).not.toContain('earlier results');
});

test('growth of a directory that holds no study is refused; it trains no study of default settings', async () => {
  const { code, stderr } = await runInProcess(cwd, ['run', '--resume', '--out', 'mistyped', '--n_runs', '9']);
  expect(code).toBe(2);
  expect(stderr).toContain('mistyped holds no study to continue');
});

test('fewer runs are refused; another margin is labelled in the table, the findings and the JSON', async () => {
  const { n_runs } = json('config.json');
  const fewer = await run(['--n_runs', '8', '--out', out]);
  expect(fewer.code).toBe(2);
  expect(fewer.stderr).toContain(`holds a study of ${n_runs} runs, which can grow but not shrink to 8`);
  const anew = await run(['--n_runs', `${n_runs}`, '--margin', '0.5', '--out', out]);
  expect(anew.code).toBe(0);
  const said = 'Chosen after seeing results: the margin (0.5, declared as 0.01).';
  for (const text of [anew.stdout, findings()]) {
    expect(text).toContain(said);
    expect(text).toMatch(/verdict.*chosen after/);
  }
  expect(anew.stdout).not.toContain('At most 5 % of studies');
  expect(json('summary.json').comparisons.chosen_after_seeing).toEqual([{ setting: 'margin', declared: 0.01 }]);
});

test('a comparison of finished studies is labelled as chosen after seeing', async () => {
  expect((await run(['--n_runs', '6', '--seed', '1', '--out', 'other'])).code).toBe(0);
  const { code, stdout } = await runInProcess(cwd, ['compare', 'other', out]);
  expect(code).toBe(0);
  expect(stdout).toContain('Chosen after seeing results: which studies are compared');
  const shown = JSON.parse((await runInProcess(cwd, ['compare', 'other', out, '--json'])).stdout);
  expect(shown).toMatchObject({ chosen_after_seeing: true, look: 2 });
  expect(readFileSync(join(cwd, 'runs/compare-other-x/findings.md'), 'utf8')).toContain(
    '**Chosen after seeing results',
  );
});
