import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportMlp, importOnnx, type MlpGraph } from '@reluctant/onnx';
import { studyCharts } from '@reluctant/study-charts';
import { killedBeforeRenaming, scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { benchFileSchema } from './directory/bench-file.js';
import { trainingFileSchema } from './directory/training-file.js';
import { verificationFileSchema } from './directory/verification-file.js';
import { runInProcess } from './testing/run-in-process.js';
import { runSparseCli, smallTraining, withoutOnnxRuntime } from './testing/run-sparse-cli.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());
const run = (command: string) => runInProcess(command, scratch.path);
const start = (command: string, options?: Parameters<typeof runSparseCli>[2]) =>
  runSparseCli(scratch.path, command, options);
const inScratch = (...names: string[]): string => join(scratch.path, ...names);
const json = (...names: string[]): unknown => JSON.parse(readFileSync(inScratch(...names), 'utf8'));
const copyNet = (name: string): void => cpSync(inScratch('net'), inScratch(name), { recursive: true });
const quick = '--seconds 0.01 --rounds 1';

beforeAll(async () => {
  const steps = [`train ${smallTraining} --out net`, 'export net', 'verify net'];
  for (const step of steps) expect(await run(step)).toMatchObject({ code: 0 });
});

test('train: a model that ends on ReLU, its zeros, its accuracy; the same command again trains nothing', async () => {
  const training = trainingFileSchema.parse(json('net', 'training.json'));
  expect(training).toMatchObject({ widths: [12, 40, 40, 2], epochs: 4, source: null, test: { rows: 120 } });
  expect(training).toMatchObject({ strategy: 'relu' });
  expect(training.rows.map(({ share }) => share)).toEqual([1, 1, 1, 1]);
  expect(training.test.zeros).toBeGreaterThan(0.2);
  expect(training.test.accuracy).toBeGreaterThan(0.7);
  const again = await run(`train ${smallTraining} --out net`);
  expect(again).toMatchObject({ code: 0, stderr: 'net already holds this training: nothing to do\n' });
  const other = await run(`train ${smallTraining} --out net --l1 0.3`);
  expect(other).toMatchObject({ code: 2, stdout: '' });
  expect(other.stderr).toContain('net holds another model (l1 is 0.8 there, 0.3 here): choose another directory');
});

test('train --strategy: SiLU first, then ReLU', async () => {
  const soft = 'switch:from=silu,to=relu,tail=0.6';
  expect(await run(`train ${smallTraining} --strategy ${soft} --out soft`)).toMatchObject({ code: 0 });
  const training = trainingFileSchema.parse(json('soft', 'training.json'));
  expect(training.rows.map(({ share }) => share)).toEqual([0, 1, 1, 1]);
});

test('verify: every float32 engine within 1e-5 of the trainer and the same labels; reduced precision close', () => {
  const { engines, passed, left_out } = verificationFileSchema.parse(json('net', 'verify.json'));
  expect(passed).toBe(true);
  expect(left_out).toEqual([]);
  expect(engines.map(({ engine }) => engine)).toEqual([
    expect.stringContaining('trainer'),
    'onnxruntime, dense graph',
    'onnxruntime, sparse graph',
    'SparseSession float32',
    'SparseSession bfloat16',
    'SparseSession int8',
  ]);
  for (const { exact, max_abs_difference, argmax_agreement } of engines) {
    expect(max_abs_difference).toBeLessThanOrEqual(exact ? 1e-5 : 0.2);
    expect(argmax_agreement).toBeGreaterThanOrEqual(exact ? 1 : 0.95);
  }
});

test('export: graph, batch and opset as asked, and the metadata; a row-by-row file verifies too', async () => {
  copyNet('exported');
  const { code, stdout } = await run('export exported --graph dense --batch 1 --opset 13 --json');
  expect({ code, files: JSON.parse(stdout).files }).toEqual({ code: 0, files: ['exported/model.onnx'] });
  const { metadata, layers } = importOnnx(readFileSync(inScratch('exported', 'model.onnx')));
  expect(layers.map(({ activation }) => activation)).toEqual(['relu', 'relu', 'none']);
  expect(JSON.parse(metadata.class_names ?? '')).toEqual(['class_0', 'class_1']);
  expect(JSON.parse(metadata.training_summary ?? '')).toMatchObject({ epochs: 4, widths: [12, 40, 40, 2] });
  expect(await run('verify exported')).toMatchObject({ code: 0, stdout: expect.stringContaining('Verified on 120') });
});

for (const strategy of ['stoch', 'gumbel_stoch']) {
  test(`verify judges the file: the expected value of ${strategy}, which drew while it trained, is verified`, async () => {
    const train = `train ${smallTraining} --strategy ${strategy} --l1 0 --out ${strategy}`;
    expect(await run(train)).toMatchObject({ code: 0 });
    expect(await run(`export ${strategy} --inference expected`)).toMatchObject({ code: 0 });
    const { code, stdout } = await run(`verify ${strategy} --json`);
    const { engines } = verificationFileSchema.parse(JSON.parse(stdout));
    expect({ code, exact: engines.filter(({ exact }) => exact).map(({ engine }) => engine.split(',')[0]) }).toEqual({
      code: 0,
      exact: ['trainer', 'onnxruntime', 'SparseSession float32'],
    });
  });
}

test('verify fails with exit code 1 and a sentence when a file gives other answers', async () => {
  copyNet('wrong');
  const path = inScratch('wrong', 'model.onnx');
  const graph = importOnnx(readFileSync(path));
  const [first, ...rest] = graph.layers;
  if (first?.kind !== 'dense') throw new Error('expected a dense layer');
  const bias = first.linear.bias?.map((value) => value + 0.01) ?? new Float32Array();
  const moved: MlpGraph = { ...graph, layers: [{ ...first, linear: { ...first.linear, bias } }, ...rest] };
  writeFileSync(path, exportMlp(moved));
  const { code, stdout, stderr } = await run('verify wrong');
  expect(code).toBe(1);
  expect(stdout).toContain('Verification failed.');
  expect(stderr).toMatch(
    /reluctant-sparse: onnxruntime, dense graph differs from the trainer by \d\.\de-\d, more than \d(\.\d)?e-5\n$/,
  );
  expect(verificationFileSchema.parse(json('wrong', 'verify.json')).passed).toBe(false);
  expect(await run('verify wrong --tolerance 10')).toMatchObject({ code: expect.any(Number) });
});

test('bench and report: every engine, densities as asked, a bound, a table and a picture', async () => {
  const { code, stderr } = await start(`bench net --densities 0.5,0.1 --batch 1,4 --threads 1 ${quick}`);
  // The last round says no time that is left.
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'round 1 of 1: 8 processes\n' });
  const bench = benchFileSchema.parse(json('net', 'bench.json'));
  expect(bench.cases.map(({ model, batch, threads }) => [model, batch, threads])).toEqual(
    ['as trained', '50 %', '10 %'].flatMap((model) => [1, 4].map((batch) => [model, batch, 1])),
  );
  const [own, , half, , tenth] = bench.cases;
  expect(own?.engines).toHaveLength(8);
  expect(half?.density).toBeCloseTo(0.5, 2);
  expect(tenth?.density).toBeCloseTo(0.1, 2);
  expect(tenth?.engines.map(({ engine }) => engine)).toContain('onnxruntime, sparse graph');
  expect(own?.bound_us).toBeGreaterThan(0);
  const report = await run('report net --json');
  expect(report.code).toBe(0);
  const files: string[] = JSON.parse(report.stdout).files;
  // The charts that every program draws of a training, and those of this one.
  const { rows } = trainingFileSchema.parse(json('net', 'training.json'));
  const charts = [...studyCharts({ rows })].map(([name]) => name);
  const pictures = [...charts, 'speed_up_1_thread'].flatMap((name) => [`plots/${name}.svg`, `plots/${name}.png`]);
  expect(files).toEqual(['report.md', ...pictures, 'plots/speed_up_1_thread.csv'].map((name) => `net/${name}`));
  expect(charts).toContain('sparsity');
  for (const name of files) expect(existsSync(inScratch(name))).toBe(true);
  const text = readFileSync(inScratch('net', 'report.md'), 'utf8');
  expect(text).toMatch(/\| SparseSession float32 \| .* \| \d+\.\d\d× \|/);
  expect(text).toContain('![speed up 1 thread](plots/speed_up_1_thread.png)');
});

test('without onnxruntime-node, on a directory or a single file, each command says so in one sentence and continues', async () => {
  copyNet('alone');
  const env = withoutOnnxRuntime;
  const verify = await start('verify alone', { env });
  expect(verify.code).toBe(0);
  const lines =
    "npm install --ignore-scripts onnxruntime-node, or pnpm add --allow-build='!onnxruntime-node' onnxruntime-node";
  expect(verify.stderr).toBe(`onnxruntime-node is not installed (${lines}): its results are left out\n`);
  expect(verificationFileSchema.parse(json('alone', 'verify.json')).engines).toHaveLength(4);
  cpSync(inScratch('net', 'model.sparse.onnx'), inScratch('lone.onnx'));
  const bench = await start(`bench lone.onnx --densities none --threads 1 --out lone ${quick}`, { env });
  expect(bench.code).toBe(0);
  expect(bench.stderr).toContain('onnxruntime-node is not installed');
  expect(bench.stdout).toContain('sparsity gains');
  const { cases, left_out } = benchFileSchema.parse(json('lone', 'bench.json'));
  expect(cases.map(({ model, engines }) => [model, engines.length])).toEqual([['as trained', 5]]);
  expect(left_out).toHaveLength(1);
  const report = await start('report lone --json', { env });
  expect(report).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(report.stdout)).toEqual({ files: ['lone/report.md'] });
});

test('all: the chain in one command, without progress with --quiet', async () => {
  const { code, stdout, stderr } = await start(
    `all ${smallTraining} --out chain --densities none --threads 1 ${quick} --quiet`,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Verified on 120 test rows');
  expect(stdout).toContain(join('chain', 'report.md'));
  expect(readdirSync(inScratch('chain'))).toEqual(
    expect.arrayContaining(['config.json', 'model.safetensors', 'model.onnx', 'model.sparse.onnx', 'bench.json']),
  );
});

test('Ctrl-C: exit code 130, a sentence, and no partial file', async () => {
  let sent = false;
  // Long enough to be always stopped before its end.
  const stopped = await start('train --width 128 --epochs 50000 --n_samples 2000 --out stopped', {
    onStderr: (child, text) => {
      if (!sent && /epoch \d/.test(text)) sent = child.kill('SIGINT');
    },
  });
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(/reluctant-sparse: stopped; all written files are complete\n$/);
  expect(existsSync(inScratch('stopped'))).toBe(false);
});

test('two trainings in one directory: the second is refused; kill -9 of the first leaves a lock that is taken over', async () => {
  let second: ReturnType<typeof start> | undefined;
  const first = await start('train --width 64 --epochs 50000 --n_samples 600 --out both', {
    onStderr: (child, text) => {
      if (second !== undefined || !/epoch \d/.test(text)) return;
      second = start(`train ${smallTraining} --out both`).finally(() => child.kill('SIGKILL'));
    },
  });
  expect(first.code).toBe(null);
  expect(await second).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^reluctant-sparse: another process \(\d+\) works in both: wait for it, or choose another directory\n$/,
    ),
  });
  expect(readdirSync(inScratch('both'))).toEqual(['.lock']);
  expect(await start(`train ${smallTraining} --out both`)).toMatchObject({ code: 0 });
  expect(readdirSync(inScratch('both'))).toEqual(['config.json', 'model.safetensors', 'training.json']);
});

test('kill -9 while writing: the previous file is intact, and the next command removes the temporary file', async () => {
  copyNet('killed');
  const files = readdirSync(inScratch('killed'));
  const killed = await start('export killed --opset 13', { env: killedBeforeRenaming('model.sparse.onnx') });
  expect(killed.code).toBe(null);
  expect(readdirSync(inScratch('killed')).filter((name) => !files.includes(name))).toEqual([
    '.lock',
    expect.stringMatching(/^model\.sparse\.onnx\.\d+-[0-9a-f]{8}\.tmp$/),
  ]);
  expect(readFileSync(inScratch('killed', 'model.sparse.onnx'))).toEqual(
    readFileSync(inScratch('net', 'model.sparse.onnx')),
  );
  expect(await run('verify killed')).toMatchObject({ code: 0 });
  expect(readdirSync(inScratch('killed'))).toEqual(files);
});

test('a checkpoint of a study, SiLU at its end: dense graph only, verified; --checkpoint refuses training flags', async () => {
  copyNet('study');
  rmSync(inScratch('study', 'training.json'));
  cpSync(inScratch('net', 'model.safetensors'), inScratch('study', 'checkpoints', 'any-0.safetensors'));
  const taken = await run('train --checkpoint study/checkpoints/any-0.safetensors --out taken');
  expect(taken.code).toBe(0);
  expect(taken.stdout).toContain('taken from study/checkpoints/any-0.safetensors');
  const both = await run('train --checkpoint study/checkpoints/any-0.safetensors --out other --width 3');
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('--width has no meaning with --checkpoint') });
  expect(await run(`train ${smallTraining} --strategy silu --l1 0 --out silu`)).toMatchObject({ code: 0 });
  const exported = await run('export silu');
  expect(exported).toMatchObject({ code: 0, stdout: 'silu/model.onnx\n' });
  expect(exported.stderr).toContain('does not end on ReLU');
  expect(await run('verify silu')).toMatchObject({ code: 0 });
});

test.each([
  ['trian', 2, /^reluctant-sparse: unknown command 'trian'; did you mean train\?\n$/],
  [
    'export nowhere',
    2,
    /^reluctant-sparse: nowhere holds no model: train one with reluctant-sparse train --out nowhere\n$/,
  ],
  ['bench cut.onnx', 1, /^reluctant-sparse: cut\.onnx: [^\n]*\n$/],
])('%s: exit code %i and one sentence', async (command, code, sentence) => {
  const whole = readFileSync(inScratch('net', 'model.onnx'));
  writeFileSync(inScratch('cut.onnx'), whole.subarray(0, whole.length >> 1));
  expect(await run(command)).toEqual({ code, stdout: '', stderr: expect.stringMatching(sentence) });
});

test('--help shows examples, --version prints the version, and without a command the help is printed', async () => {
  const help = await start('train --help');
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('$ reluctant-sparse train --width 512 --l1 1 --out runs/mine');
  expect(help.stdout).toContain('--n_layers <n>');
  expect(await start('--version')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
  expect(await start('')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Usage: reluctant-sparse'),
  });
});
