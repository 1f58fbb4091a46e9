import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killedBeforeRenaming } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CliOptions,
  type CliResult,
  lastingContent,
  runBuiltCli,
  scratchDirectory,
} from './testing/run-built-cli.js';
import { runInProcess } from './testing/run-in-process.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const small = '--n_runs 2 --epochs 2 --n_samples 300 --n_workers 2'.split(' ');
const inDirectory = (name: string): string => join(cwd, name);
const textOf = (name: string): string => readFileSync(inDirectory(name), 'utf8');
const run = (out: string, args: string, options?: CliOptions): Promise<CliResult> =>
  runBuiltCli(cwd, ['run', ...args.split(' '), ...small, '--out', out], options);

let sweep: CliResult;
beforeAll(async () => {
  sweep = await run('overfit', '--preset overfit --strategies relu,gumbel_stoch --plots');
});

test.each(['post', 'paper', 'gradual', 'frequency'])(
  '--preset %s: an estimate first, then a table and findings',
  async (preset) => {
    const { code, stdout, stderr } = await run(preset, `--preset ${preset}`);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^\d+ runs: about \d+ s on \d+ threads? \(--n_runs trades power for time\)\.\n/);
    expect(stdout).toContain(join(preset, 'findings.md'));
    const findings = textOf(`${preset}/findings.md`);
    expect(findings).toMatch(new RegExp(`^# Findings: ${preset}\n\n\\*.+\\?\\*\n\n## The answer\n`));
    expect(findings).not.toMatch(/NaN|undefined|null|Infinity/);
    const summary = JSON.parse(textOf(`${preset}/summary.json`));
    expect(summary.config.preset).toBe(preset);
    // Every number of the table is in the summary.
    for (const { name, last } of summary.strategies) {
      expect(findings).toMatch(new RegExp(`\\| \`${name}\` \\|.*${last.val_accuracy.mean.toFixed(3)}`));
    }
  },
);

test.each([
  ['input', 4, /Does reading the input help, against a share that reads nothing\?/],
  ['claims', 4, /\| At width 4 SiLU has a lower training loss .* \| \*\*undecided\*\* \| 0 of \d+ \|/],
] as const)(
  '--preset %s: %i studies in folders of their own, and one answer over all of them',
  async (preset, studies, answer) => {
    const { code, stdout, stderr } = await run(preset, `--preset ${preset}`);
    expect(code).toBe(0);
    expect(stderr).toContain(`(${studies} of ${studies})`);
    const findings = textOf(`${preset}/findings.md`);
    expect(findings).toMatch(answer);
    expect(findings).not.toMatch(/NaN|undefined|Infinity/);
    const claims = existsSync(inDirectory(`${preset}/claims.json`));
    expect(claims).toBe(preset === 'claims');
    if (claims) expect(stdout).toMatch(/│ silu-first-training-4 +│ +undecided │ +0 of \d+ │/);
    if (claims) expect(JSON.parse(textOf('claims/claims.json')).claims.length).toBeGreaterThan(20);
  },
  60_000,
);

test('--preset paper --wide: a narrow and a wide study, and the limits of the claim', async () => {
  const { code, stdout } = await run(
    'wide',
    '--preset paper --wide --strategies relu,silu --n_features 70 --bottleneck 70',
  );
  expect(code).toBe(0);
  expect(readdirSync(inDirectory('wide')).sort()).toEqual([
    'comparison.json',
    'findings.md',
    'narrow',
    'sweep.json',
    'wide',
  ]);
  expect(JSON.parse(textOf('wide/wide/config.json'))).toMatchObject({ bottleneck: 70, n_layers: 2, l1: 1 });
  expect(textOf('wide/findings.md')).toContain('does not test the claim for language models');
  expect(textOf('wide/findings.md')).toContain('*wide* and *narrow* pose different tasks');
  expect(JSON.parse(textOf('wide/comparison.json')).against_first).toEqual([]);
  expect(stdout).toContain('This does not test the claim for language models');
});

test('--preset uncertainty: methods, ensembles and shifts; two workers and a resume end in the same bytes', async () => {
  const args = '--preset uncertainty --strategies relu,stoch,dropout --ensemble 2 --data_seeds 1 --passes 3 --shifts 1';
  const { code, stdout } = await run('uncertain', args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/│ ensemble of 2 relu +│ +2 │/);
  expect(textOf('uncertain/findings.md')).toContain('Disagreement between passes or members');
  expect(readdirSync(inDirectory('uncertain/predictions'))).toHaveLength(6);
  const killed = await run('again', `${args} --n_workers 1`, { env: killedBeforeRenaming('stoch-0.safetensors') });
  expect(killed.code).toBe(null);
  expect(await run('again', `${args} --n_workers 1 --resume`)).toMatchObject({ code: 0 });
  expect(lastingContent(inDirectory('again'))).toEqual(lastingContent(inDirectory('uncertain')));
  expect(readdirSync(inDirectory('again/predictions'))).toEqual(readdirSync(inDirectory('uncertain/predictions')));
});

test('a sweep: a study for each value, findings and pictures of all of them together', () => {
  expect(sweep.code).toBe(0);
  expect(sweep.stderr).toContain('bottleneck = 4 (1 of 2)');
  expect(sweep.stdout).toMatch(/│ gumbel_stoch │ +\d\.\d{3} ± \d\.\d{3} │/);
  expect(textOf('overfit/findings.md')).toMatch(
    /The gate of `gumbel_stoch` .*with bottleneck = 4 and .*with bottleneck = 16/,
  );
  for (const name of ['heat_compared', 'heat_gate', 'multiples_val_loss', 'multiples_gate_gumbel_stoch']) {
    expect(existsSync(inDirectory(`overfit/plots/${name}.png`))).toBe(true);
  }
  expect(existsSync(inDirectory('overfit/bottleneck=4/plots/gate_quantiles_gumbel_stoch.svg'))).toBe(true);
});

test('a finished sweep is printed again; another sweep in its directory is refused', async () => {
  const before = textOf('overfit/comparison.json');
  const again = await run('overfit', '--preset overfit --strategies relu,gumbel_stoch --json');
  expect(again).toMatchObject({ code: 0, stdout: before });
  const other = await run('overfit', '--strategies relu --grid bottleneck=2,3');
  expect(other).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('overfit holds another sweep: choose another'),
  });
  expect(textOf('overfit/comparison.json')).toBe(before);
});

test('compare: a sweep counts as its studies, each strategy is compared with itself in the first study, and the studies are not changed', async () => {
  const before = readdirSync(inDirectory('overfit'));
  const { code, stdout } = await runBuiltCli(cwd, ['compare', 'overfit', '--out', 'compared', '--plots']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/│ bottleneck=16 +│ relu +│ .* │ inconclusive: too few +│/);
  // The studies of one sweep were declared together.
  expect(stdout).not.toContain('Chosen after seeing');
  const { studies, against_first } = JSON.parse(textOf('compared/comparison.json'));
  expect(studies.map(({ settings }: { settings: unknown }) => settings)).toEqual([
    { bottleneck: 4 },
    { bottleneck: 16 },
  ]);
  expect(against_first[0].comparisons.map(({ n }: { n: number }) => n)).toEqual([2, 2]);
  expect(existsSync(inDirectory('compared/plots/heat_compared.svg'))).toBe(true);
  expect(readdirSync(inDirectory('overfit'))).toEqual(before);
});

test.each([
  ['compare overfit/bottleneck=4', 'compare needs two finished studies or more'],
  ['compare overfit overfit', 'is given twice'],
  ['compare overfit --out overfit', 'overfit holds a study (sweep.json): choose another directory with --out'],
  ['compare overfit nowhere', 'nowhere holds no study: there is no config.json'],
  [
    'run --preset papre',
    '--preset must be one of post, paper, gradual, frequency, overfit, uncertainty, input, claims, got "papre"',
  ],
  ['run --wide', '--wide belongs to --preset paper'],
  ['run --grid bottleneck', '--grid must be of the form setting=a,b,c, got "bottleneck"'],
  ['run --grid botleneck=4,8', "--grid: there is no setting 'botleneck'; did you mean 'bottleneck'?"],
  ['run --bottleneck 4 --grid bottleneck=4,8', '--bottleneck is set and swept by --grid'],
  ['run --baseline tanh', '--baseline must be one of the strategies (relu, silu, stoch,'],
])('reluctant %s: exit code 2 and one sentence', async (command, sentence) => {
  const before = readdirSync(cwd);
  const result = await runInProcess(cwd, command.split(' '));
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr.trimEnd().split('\n').at(-1)).toContain(sentence);
  expect(readdirSync(cwd)).toEqual(before);
});
