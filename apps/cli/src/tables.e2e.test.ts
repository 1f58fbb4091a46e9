import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runBuiltCli, scratchDirectory } from './testing/run-built-cli.js';
import { runInProcess } from './testing/run-in-process.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());
afterEach(() => vi.unstubAllEnvs());

/** Names with what tables are made of, wide characters, and a long one. */
const yaml = `
strategies:
  - {name: 'a | b', strategy: relu}
  - {name: '激活函数|\`x\`', strategy: silu}
  - {name: '${'long'.repeat(12)}', strategy: gumbel_stoch}
epochs: 2
n_samples: 300
n_runs: 4
test: [relu, silu, same]
passes: 2
shifts: [1]
ensemble: 2
`;
const study = ['run', '--config', 'study.yaml', '--out', 'study'];
const sweep =
  'run --strategies relu,silu --grid bottleneck=4,16 --grid lr=0.01,0.1 --epochs 2 --n_runs 2 --out sweep'.split(' ');
const commands = { study, sweep, compare: ['compare', 'sweep', 'study'] };

beforeAll(async () => {
  writeFileSync(join(cwd, 'study.yaml'), yaml);
  for (const args of [study, [...sweep, '--n_samples', '300']]) {
    const { code, stderr } = await runBuiltCli(cwd, args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  }
});

const widthOf = (line: string) => [...line].reduce((sum, letter) => sum + (/[\u3000-\u9fff]/.test(letter) ? 2 : 1), 0);

async function tableLines(args: readonly string[], width: number): Promise<readonly string[]> {
  vi.stubEnv('COLUMNS', String(width));
  const { code, stdout } = await runInProcess(cwd, args[0] === 'run' ? [...args, ...extra(args)] : args);
  expect(code).toBe(0);
  return stdout.split('\n').filter((line) => /^[┌├└│]/.test(line));
}

const extra = (args: readonly string[]) => (args === sweep ? ['--n_samples', '300'] : []);

test.each(Object.entries(commands))('%s: tables fit 80 columns, and use more where there is more', async (_, args) => {
  const narrow = await tableLines(args, 80);
  expect(narrow.length).toBeGreaterThan(3);
  expect(Math.max(...narrow.map(widthOf))).toBeLessThanOrEqual(80);
  const wide = await tableLines(args, 160);
  expect(Math.max(...wide.map(widthOf))).toBeLessThanOrEqual(160);
  expect(Math.max(...wide.map(widthOf))).toBeGreaterThan(80);
  const tables = (lines: readonly string[]) => lines.filter((line) => line.startsWith('┌')).length;
  expect(tables(wide)).toBeLessThanOrEqual(tables(narrow));
  if (args !== study) expect(tables(wide)).toBe(1);
});

test('a sweep prints one table and one line of what was written', async () => {
  const { stdout } = await runInProcess(cwd, [...sweep, '--n_samples', '300']);
  expect(stdout.match(/┌/g)).toHaveLength(1);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    'These studies were finished before; their results are in sweep: findings.md, comparison.json, sweep.json',
  );
});

test('names with | break no Markdown table: every row has as many cells as its head', () => {
  const lines = readFileSync(join(cwd, 'study/findings.md'), 'utf8').split('\n');
  const cells = (line: string) => line.replaceAll(String.raw`\|`, '').split('|').length;
  const rows = lines.filter((line) => line.startsWith('|'));
  expect(rows.length).toBeGreaterThanOrEqual(5);
  const heads = lines.filter((_, at) => lines[at + 1]?.startsWith('| ---'));
  for (const head of heads) {
    const from = lines.indexOf(head);
    const table = lines.slice(from, lines.indexOf('', from));
    expect(new Set(table.map(cells)).size).toBe(1);
  }
  expect(rows.join('\n')).toContain('`` 激活函数\\|`x` ``');
});

test('plot draws a sweep as run --plots does: each study, and the pictures over all', async () => {
  const { code, stdout } = await runBuiltCli(cwd, ['plot', 'sweep']);
  expect(code).toBe(0);
  const drawn = stdout.trimEnd().split('\n');
  expect(drawn).toContain(join('sweep', 'plots', 'heat_compared.svg'));
  expect(drawn).toContain(join('sweep', 'bottleneck=4,lr=0.1', 'plots', 'val_loss.png'));
  const before = readdirSync(join(cwd, 'sweep/plots')).sort();
  const svg = readFileSync(join(cwd, 'sweep/plots/heat_compared.svg'), 'utf8');
  expect(svg).toContain('bottleneck');
  // The pictures are those of the present results, so run has nothing left to draw.
  const again = await runBuiltCli(cwd, [...sweep, '--n_samples', '300', '--plots']);
  expect(again.stdout).not.toContain('pictures in plots');
  expect(readdirSync(join(cwd, 'sweep/plots')).sort()).toEqual(before);
});

test('a sweep grows: each study by its new runs, and a resume of the directory asks for as many', async () => {
  const grown = await runBuiltCli(cwd, ['run', '--resume', '--out', 'sweep', '--n_runs', '3', '--quiet']);
  expect(grown.stderr).toBe('');
  expect(grown.stdout).toContain('This is look 2 at these studies.');
  const json = (name: string) => JSON.parse(readFileSync(join(cwd, 'sweep', name), 'utf8'));
  expect(json('comparison.json')).toMatchObject({ look: 2, chosen_after_seeing: false });
  expect(json('sweep.json').request.settings).toMatchObject({ n_runs: 3 });
  for (const { name } of json('sweep.json').parts) {
    expect(json(join(name, 'config.json'))).toMatchObject({ n_runs: 3, earlier_looks: [2] });
  }
  const again = await runInProcess(cwd, ['run', '--resume', '--out', 'sweep']);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('were finished before') });
  const fewer = await runInProcess(cwd, [...sweep, '--n_samples', '300']);
  expect(fewer).toMatchObject({ code: 2, stderr: expect.stringContaining('can grow but not shrink to 2') });
});
