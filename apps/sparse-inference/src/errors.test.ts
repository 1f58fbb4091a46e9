import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportMlp } from '@reluctant/onnx';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInProcess } from './testing/run-in-process.js';
import { smallTraining } from './testing/run-sparse-cli.js';

const scratch = scratchDirectory();
const home = process.cwd();
afterAll(() => {
  process.chdir(home);
  scratch.remove();
});
const inScratch = (...names: string[]): string => join(scratch.path, ...names);

/** One layer of some width, whose weights are all the same. */
function oneLayer(inputs: number, weight: number): Uint8Array {
  const linear = { inputs, outputs: 2, weight: new Float32Array(2 * inputs).fill(1), bias: new Float32Array(2) };
  const file = exportMlp({
    ...{ inputName: 'features', outputName: 'logits', metadata: {} },
    layers: [{ kind: 'dense', linear, activation: 'none' }],
  });
  if (weight === 1) return file;
  // Replaces the bytes of the weights, which all have one float32 value.
  const bytes = Buffer.from(file);
  const ones = Buffer.from(new Float32Array([1]).buffer);
  for (let at = bytes.indexOf(ones); at >= 0; at = bytes.indexOf(ones, at + 4)) bytes.writeFloatLE(weight, at);
  return bytes;
}

let before: string[] = [];
beforeAll(async () => {
  process.chdir(scratch.path);
  for (const step of [`train ${smallTraining} --out net`, 'export net']) {
    expect(await runInProcess(step)).toMatchObject({ code: 0 });
  }
  const whole = readFileSync(inScratch('net', 'model.onnx'));
  const damaged: Record<string, Uint8Array> = {
    truncated: whole.subarray(0, whole.length >> 1),
    'no-onnx': Buffer.from('This is no model.'),
    empty: new Uint8Array(),
    narrow: oneLayer(5, 1),
    nan: oneLayer(12, Number.NaN),
  };
  for (const [name, content] of Object.entries(damaged)) {
    writeFileSync(inScratch(`${name}.onnx`), content);
    cpSync(inScratch('net'), inScratch(name), { recursive: true });
    writeFileSync(inScratch(name, 'model.onnx'), content);
  }
  cpSync(inScratch('net'), inScratch('torn'), { recursive: true });
  writeFileSync(inScratch('torn', 'training.json'), '{"version": 1,');
  cpSync(inScratch('net'), inScratch('broken'), { recursive: true });
  writeFileSync(inScratch('broken', 'model.safetensors'), 'no tensors');
  cpSync(inScratch('net', 'model.safetensors'), inScratch('loose.safetensors'));
  expect(await runInProcess(`train ${smallTraining} --strategy stoch --l1 0 --out stoch`)).toMatchObject({
    code: 0,
  });
  expect(await runInProcess('export stoch')).toMatchObject({ code: 0 });
  cpSync(inScratch('net'), inScratch('loop'), { recursive: true });
  cpSync(inScratch('net'), inScratch('loop-config'), { recursive: true });
  for (const [directory, name] of [
    ['loop', 'model.safetensors'],
    ['loop-config', 'config.json'],
  ] as const) {
    rmSync(inScratch(directory, name));
    symlinkSync(name, inScratch(directory, name));
  }
  writeFileSync(inScratch('file'), '');
  before = readdirSync(scratch.path);
});

test.each([
  ['trian', 2, "unknown command 'trian'; did you mean train?"],
  ['train --widht 3', 2, "unknown option '--widht'; did you mean --width?"],
  ['train --width 0', 2, '--width must be a whole number from 1 to 65536, got 0'],
  [
    'train --width 65536',
    2,
    '--width 65536 and --n_layers 3 need 128 GiB for a training, but a WebAssembly memory holds',
  ],
  ['train --n_samples 1e9', 2, '--n_samples 1000000000 and --n_features 30 need an array of about '],
  ['train --l1 lots', 2, '--l1 must be a number of at least 0, got "lots"'],
  ['train --strategy rleu', 2, "--strategy: there is no strategy 'rleu'; did you mean 'relu'?"],
  ['train --lr_schedule cosin', 2, "did you mean 'cosine'?"],
  ['train --n_informative 40', 2, 'informative, redundant and repeated features (40 + 0 + 0)'],
  ['train --checkpoint none.safetensors', 2, 'cannot read --checkpoint none.safetensors: there is no such file'],
  ['train --checkpoint loose.safetensors', 2, 'config.json does not exist: it tells which data'],
  [`train ${smallTraining} --out file/inside`, 2, '--out must be a directory, but file is a file'],
  ['export nowhere', 2, 'nowhere holds no model: train one with reluctant-sparse train --out nowhere'],
  ['export net --graph thin', 2, '--graph must be one of both, dense, sparse, got "thin"'],
  ['export net --opset 99', 2, '--opset must be a whole number from 13 to 22, got "99"'],
  ['export stoch --graph sparse', 2, '--graph: a sparse graph needs a model that ends on ReLU'],
  ['export torn', 1, 'torn/training.json is damaged'],
  [
    'export broken',
    1,
    'broken/model.safetensors is missing or damaged, as its checksum differs: run the same reluctant-sparse train command again',
  ],
  ['export loop', 1, 'cannot read loop/model.safetensors: ELOOP'],
  ['export loop-config', 1, 'cannot read loop-config/config.json: ELOOP'],
  ['verify net --tolerance 0', 2, '--tolerance must be a number above 0, got "0"'],
  ['verify stoch', 2, 'stoch/model.onnx draws at every run (RandomUniformLike)'],
  ['verify truncated', 1, 'truncated/model.onnx: '],
  ['verify no-onnx', 1, 'no-onnx/model.onnx: not an ONNX file'],
  [
    'verify narrow',
    1,
    'narrow/model.onnx takes 5 features, but the model of the directory takes 12: run reluctant-sparse export again',
  ],
  ['bench nowhere', 2, 'nowhere does not exist: bench takes a directory or an ONNX file'],
  ['bench net --densities 2', 2, '--densities must be numbers from 0.001 to 1, separated by commas, got "2"'],
  ['bench net --batch 0.5', 2, '--batch must be whole numbers from 1 to 4096'],
  ['bench net --rounds 0', 2, '--rounds must be a whole number from 1 to 1000, got "0"'],
  ['bench truncated.onnx', 1, 'truncated.onnx: '],
  ['bench no-onnx.onnx', 1, 'no-onnx.onnx: not an ONNX file'],
  ['bench empty.onnx', 1, 'empty.onnx: '],
  ['bench nan.onnx', 1, 'nan.onnx: '],
  ['bench net --out file', 2, '--out must be a directory, but file is a file'],
  ['all --densities 2', 2, '--densities must be numbers from 0.001 to 1'],
  ['all --out file', 2, '--out must be a directory, but file is a file'],
  ['demo --out file', 2, '--out must be a directory, but file is a file'],
  ['report nowhere', 2, 'nowhere holds nothing to report'],
])('reluctant-sparse %s: exit code %i and one sentence', async (command, code, sentence) => {
  const result = await runInProcess(command);
  const lines = result.stderr.trimEnd().split('\n');
  expect(lines.at(-1)).toMatch(/^reluctant-sparse: /);
  expect(lines.at(-1)).toContain(sentence);
  expect(result).toMatchObject({ code, stdout: '' });
  expect(result.stderr).not.toMatch(/\n {4}at /);
  expect(readdirSync(scratch.path)).toEqual(before);
});
