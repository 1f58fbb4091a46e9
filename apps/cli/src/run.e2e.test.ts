import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderSvg } from '@reluctant/plotting';
import { readStudy, readSummary } from '@reluctant/runner';
import { studyCharts } from '@reluctant/study-charts';
import { killedBeforeRenaming, standingStillBefore, standsStill } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CliOptions,
  type CliResult,
  lastingContent,
  runBuiltCli,
  scratchDirectory,
} from './testing/run-built-cli.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

/** Three runs on one thread, `stoch` first; each takes over 20 ms, so each is sent in its own message. */
const study = '--strategies stoch,relu,silu --n_runs 1 --epochs 100 --n_workers 1'.split(' ');
const inDirectory = (name: string): string => join(cwd, name);
const run = (out: string, args: readonly string[], options?: CliOptions): Promise<CliResult> =>
  runBuiltCli(cwd, ['run', ...args, '--out', out], options);

let whole: CliResult;
beforeAll(async () => {
  whole = await run('whole', study);
});

test('the command of the post, small, dashes and underscores mixed: table, summary, pictures, paths', async () => {
  const command =
    'run --epochs 2 --plots --lr 0.001 --n_classes 2 --n-features 30 --n_layers 4 --n-samples=300 --n_runs 1 --n_workers 10';
  const { code, stdout, stderr } = await runBuiltCli(cwd, command.split(' '));
  expect(stderr).not.toContain('reluctant:');
  expect(code).toBe(0);
  for (const name of ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch']) {
    expect(stdout).toMatch(new RegExp(`│ ${name} +│ +1 │ +\\d\\.\\d{3} │`));
  }
  const [name = ''] = readdirSync(inDirectory('runs'));
  expect(name).toMatch(/^study-[0-9a-f]{8}$/);
  const pictures = readdirSync(inDirectory(`runs/${name}/plots`)).sort();
  const expected = [
    'comparisons',
    'gate_quantiles_gumbel_stoch',
    'gate_quantiles_learnable_stoch',
    'gate_weights_gumbel_stoch',
    'gate_weights_learnable_stoch',
    'sparsity',
    'train_loss',
    'val_accuracy',
    'val_loss',
  ];
  expect(pictures).toEqual(
    [...expected.flatMap((picture) => [`${picture}.png`, `${picture}.svg`]), 'pictures.json'].sort(),
  );
  expect(stdout).toContain(join('runs', name, 'plots', 'val_loss.svg'));
  await drawsTheSame(join('runs', name));
  const summary = JSON.parse(readFileSync(inDirectory(`runs/${name}/summary.json`), 'utf8'));
  expect(summary.config).toMatchObject({ epochs: 2, n_samples: 300, n_informative: 15, n_redundant: 2 });
  expect(summary.strategies[4].last.gate.mean).toBeGreaterThan(0);
  const environment = JSON.parse(readFileSync(inDirectory(`runs/${name}/environment.json`), 'utf8'));
  expect(environment).toMatchObject({ node: process.version, seed: 0, data_seed: 42 });
});

/** The pictures of a directory, by name. */
const picturesOf = (directory: string): Map<string, string> =>
  new Map(
    readdirSync(join(inDirectory(directory), 'plots'))
      .sort()
      .map((file) => [file, readFileSync(join(inDirectory(directory), 'plots', file), 'base64')]),
  );

/**
 * Draws a finished study again, by `plot` and by the libraries alone, as in a browser: the same pictures, byte by byte.
 */
async function drawsTheSame(directory: string): Promise<void> {
  const drawn = picturesOf(directory);
  rmSync(join(inDirectory(directory), 'plots'), { recursive: true });
  const again = await runBuiltCli(cwd, ['plot', directory]);
  expect(again.code).toBe(0);
  expect(picturesOf(directory)).toEqual(drawn);
  const { rows, strategies, config } = readStudy(inDirectory(directory));
  const summary = readSummary(inDirectory(directory));
  const names: string[] = [];
  for (const [chart, spec] of studyCharts({ rows, strategies, epochs: config.epochs, summary })) {
    names.push(chart);
    expect(Buffer.from(await renderSvg(spec)).toString('base64')).toBe(drawn.get(`${chart}.svg`));
  }
  expect(again.stdout.trim().split('\n')).toEqual(
    names.flatMap((chart) => ['svg', 'png'].map((type) => join(directory, 'plots', `${chart}.${type}`))),
  );
}

test('--test and --holdout: a train × test table on rows held out, in the summary, in the table and as heat maps', async () => {
  const args = '--strategies relu,silu --test relu,silu,same --holdout 0.2 --n_runs 2 --data_seeds 2 --n_samples 300';
  const { code, stdout, stderr } = await run('tested', [...args.split(' '), '--epochs', '2', '--plots']);
  expect(code).toBe(0);
  const tooFew = 'can end as neither "different" nor "equivalent" with 2 runs';
  expect(stderr.indexOf(tooFew)).toBeGreaterThan(0);
  expect(stderr.indexOf(tooFew)).toBeLessThan(stderr.indexOf('2 of 2 runs'));
  expect(stdout).toContain(tooFew);
  expect(stdout).toContain('At most 5 % of studies contain a false claim of either kind');
  expect(readFileSync(inDirectory('tested/findings.md'), 'utf8')).toContain(tooFew);
  expect(stdout).toContain('on the held-out test set, evaluated once');
  expect(stdout).toContain('Runs are spread over 2 data sets (seeds 42 and up)');
  expect(stdout).toMatch(
    /│ trained with +│ +tested with relu │ +tested with silu │[\s\S]*│ trained with +│ +tested with same │/,
  );
  expect(stdout).toMatch(/│ silu +│ +2 │ .*inconclusive/);
  const { strategies, comparisons } = JSON.parse(readFileSync(inDirectory('tested/summary.json'), 'utf8'));
  expect(comparisons).toMatchObject({ baseline: 'relu', quantity: 'test_loss', comparisons: [{ n: 2 }] });
  const [relu] = strategies;
  expect(relu.tests.map(({ set, test }: { set: string; test: string }) => `${set} ${test}`)).toEqual([
    'test relu',
    'test silu',
    'test same',
  ]);
  expect(relu.tests[2].loss).toEqual(relu.tests[0].loss);
  const lines = readFileSync(inDirectory('tested/tests.jsonl'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(2 * 2 * 3);
  for (const name of ['train_test_loss', 'train_test_accuracy', 'train_test_sparsity']) {
    expect(existsSync(inDirectory(`tested/plots/${name}.svg`))).toBe(true);
  }
});

test('a pipe gets plain lines, one per strategy, and no escape codes', () => {
  expect(whole.code).toBe(0);
  expect(whole.stderr).toContain('stoch: 1 of 1 runs\n');
  expect(whole.stdout + whole.stderr).not.toContain('\u001b');
  expect(whole.stdout).toContain(join('whole', 'summary.json'));
});

test('one worker or two: the same bytes in rows (wall times aside), summary and checkpoints', async () => {
  const other = await run('two-workers', [...study.slice(0, -1), '2']);
  expect(other.code).toBe(0);
  expect(lastingContent(inDirectory('two-workers'))).toEqual(lastingContent(inDirectory('whole')));
});

test('a user’s activation module, and TensorFlow.js for all: one worker or two, the same bytes', async () => {
  const leaky = new URL('../../../packages/trainer/fixtures/leaky-activation.js', import.meta.url).href;
  const own = ['module:path=./own.mjs,noisy=true', 'stoch'];
  writeFileSync(inDirectory('own.mjs'), `export { activation } from ${JSON.stringify(leaky)};`);
  writeFileSync(inDirectory('own.yaml'), JSON.stringify({ strategies: own, n_runs: 1, n_samples: 300, epochs: 10 }));
  for (const workers of ['1', '2']) {
    const { code } = await run(`own-${workers}`, ['--config', 'own.yaml', '--engine', 'tfjs', '--n_workers', workers]);
    expect(code).toBe(0);
  }
  const content = lastingContent(inDirectory('own-1'));
  expect(content.rows).toHaveLength(2 * 10 + 1);
  expect(lastingContent(inDirectory('own-2'))).toEqual(content);
});

/** Resumes a stopped study: refused without --resume; then only `missing` is trained, and the end equals `whole`. */
async function goOn(out: string, ...missing: readonly string[]): Promise<void> {
  expect(readdirSync(inDirectory(out))).not.toContain('summary.json');
  const again = await run(out, study);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('unfinished study: continue with --resume') });
  const resumed = await run(out, [...study, '--resume']);
  expect(resumed.code).toBe(0);
  expect([...resumed.stderr.matchAll(/^(\w+): 1 of 1 runs$/gm)].map(([, name]) => name).sort()).toEqual(missing);
  expect(lastingContent(inDirectory(out))).toEqual(lastingContent(inDirectory('whole')));
  expect(readdirSync(inDirectory(out))).toEqual(readdirSync(inDirectory('whole')));
}

test('Ctrl-C within a run keeps finished runs; --resume runs the rest and ends in the same bytes', async () => {
  let sent = false;
  const stopped = await run('stopped', study, {
    env: standingStillBefore('"relu"'),
    onStderr: (child, text) => {
      if (!sent && text.includes(standsStill)) sent = child.kill('SIGINT');
    },
  });
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(
    /stopped: 1 of 3 runs are finished and stored in stopped; add --resume to the same command to continue\n$/,
  );
  expect(readdirSync(inDirectory('stopped/checkpoints'))).toEqual(['stoch-0.safetensors']);
  await goOn('stopped', 'relu', 'silu');
});

test('kill -9 between the writing of a checkpoint and its renaming: --resume ends in the same bytes without extra files', async () => {
  const killed = await run('killed', study, { env: killedBeforeRenaming('relu-0.safetensors') });
  expect(killed.code).toBe(null);
  expect(readdirSync(inDirectory('killed/checkpoints')).sort()).toEqual([
    expect.stringMatching(/^relu-0\.safetensors\.\d+-[0-9a-f]{8}\.tmp$/),
    'stoch-0.safetensors',
  ]);
  // All rows of the run without a checkpoint are stored, but do not count.
  expect(readFileSync(inDirectory('killed/metrics.jsonl'), 'utf8').split('"relu"')).toHaveLength(1 + 100);
  await goOn('killed', 'relu', 'silu');
});

test('kill -9 of the drawing process: one sentence; the next start removes its temporary files and draws again', async () => {
  const args = ['--plots', ...'--strategies relu --n_runs 1 --n_samples 300 --epochs 2'.split(' ')];
  const killed = await run('undrawn', args, { env: killedBeforeRenaming('.svg') });
  expect(killed.code).toBe(1);
  expect(killed.stderr).toMatch(/reluctant: cannot draw the pictures: the drawing process exited unexpectedly\n$/);
  const pictures = (): string[] => readdirSync(inDirectory('undrawn/plots'));
  expect(pictures()).toContainEqual(expect.stringMatching(/\.svg\.\d+-[0-9a-f]{8}-[0-9a-f-]{36}\.tmp$/));
  expect(await runBuiltCli(cwd, ['plot', 'undrawn'])).toMatchObject({ code: 0 });
  expect(pictures().filter((name) => !/\.(svg|png)$/.test(name))).toEqual(['pictures.json']);
});

test('--font: characters that DejaVu Sans lacks are named, and drawn with a font that has them', async () => {
  const header = 'weight,height,animal';
  const lines = Array.from({ length: 60 }, (_, at) => `${at % 7},${(at * 3) % 11},${'猫犬'[at % 2]}`);
  writeFileSync(inDirectory('animals.csv'), [header, ...lines].join('\n'));
  const args = '--data animals.csv --target animal --strategies relu --n_runs 1 --epochs 1 --plots'.split(' ');
  const missing = await run('animals', args);
  expect(missing.stderr).toContain(
    'the PNGs show boxes where their fonts lack a character: 犬 (U+72AC), 猫 (U+732B); --font <file> adds a font that has it\n',
  );
  const boxes = picturesOf('animals');
  const font = fileURLToPath(new URL('../../../packages/plotting/fixtures/two-glyphs.ttf', import.meta.url));
  // A finished study is drawn again, because its pictures are in other fonts.
  const drawn = await run('animals', [...args, '--font', font]);
  expect(drawn).toMatchObject({ code: 0, stderr: expect.not.stringContaining('boxes') });
  const changed = [...picturesOf('animals')].filter(([name, content]) => boxes.get(name) !== content);
  expect(changed.map(([name]) => name)).toEqual(['confusion.png', 'pictures.json']);
  const refused = await run('animals', [...args, '--font', 'animals.csv']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toBe(
    'reluctant: animals.csv is not a TrueType or OpenType font: a .ttf, .otf or .ttc file is needed\n',
  );
});

test('a finished study is printed again, nothing is trained; --json prints the summary and nothing else', async () => {
  const before = lastingContent(inDirectory('whole'));
  const again = await run('whole', [...study, '--json']);
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toEqual(JSON.parse(String(before.summary)));
  expect(again.stderr).not.toContain('runs\n');
  const table = await run('whole', study);
  expect(table.stdout).toContain('This study was finished before');
  expect(lastingContent(inDirectory('whole'))).toEqual(before);
});

test('another study in the same directory is refused and the first is not changed', async () => {
  const before = lastingContent(inDirectory('whole'));
  const refused = await run('whole', [...study, '--seed', '1']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(
    'holds another study (seed is 0 there, 1 here): choose another directory with --out\n',
  );
  expect(lastingContent(inDirectory('whole'))).toEqual(before);
});

test('settings from a YAML file, overridden by flags; an object strategy equals its text', async () => {
  writeFileSync(
    inDirectory('study.yaml'),
    'epochs: 9\nn_runs: 1\nn_samples: 300\nstrategies:\n  - relu\n  - { name: stoch, share: 0.3 }\n',
  );
  const { code, stdout } = await run('from-file', ['--config', 'study.yaml', '--epochs', '2', '--json']);
  expect(code).toBe(0);
  const { config, strategies } = JSON.parse(stdout);
  expect(config).toMatchObject({ epochs: 2, n_samples: 300 });
  expect(strategies.map(({ name }: { name: string }) => name)).toEqual(['relu', 'stoch:share=0.3']);
});

test('a diverging run is reported in one sentence, the others continue, and the summary marks it', async () => {
  const args = '--strategies relu,silu --n_runs 1 --n_samples 200 --epochs 3 --lr 1e37'.split(' ');
  const { code, stdout } = await run('diverged', args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/strategy silu, run 0: the .* no longer finite in epoch \d+ at step \d+/);
  const summary = JSON.parse(readFileSync(inDirectory('diverged/summary.json'), 'utf8'));
  expect(summary.strategies[1].diverged).toHaveLength(1);
  expect(stdout).toMatch(
    /Diverged: 1 of silu, \d of relu; such a run counts as worse than every run that did not diverge/,
  );
});
