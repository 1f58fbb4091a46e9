import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportMlp, numberToHalf } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';
import { SparseSession } from '@reluctant/sparse';
import { scratchDirectory } from '@reluctant/testing';
import type { InferenceSession } from 'onnxruntime-common';
import { afterAll, expect, test, vi } from 'vitest';
import { inspectionText } from '../report/inspection-text.js';
import { runCli } from '../run-cli.js';
import { inspectSession } from './inspect-session.js';
import { readNpy } from './read-npy.js';
import { fileFeeds, randomFeeds } from './session-feeds.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());
const path = (name: string): string => join(scratch.path, name);

async function run(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  );
  try {
    return { code: await runCli(words), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A `.npy` file of float32 numbers, as NumPy's `save` writes it. */
function npy(shape: readonly number[], data: ArrayBufferView, descr = '<f4'): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${text.padEnd(117)}\n`;
  const start = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length, 0)}`, 'latin1');
  return Buffer.concat([start, Buffer.from(header, 'latin1'), Buffer.from(data.buffer as ArrayBuffer)]);
}

/** 100 → 700 → 10; a hidden unit is active where the first input is above its bias. */
function model(bias: number): Uint8Array {
  const random = new RandomState(1);
  const first = new Float32Array(70_000).map((_, index) => (index % 100 === 0 ? 1 : 0));
  const second = Float32Array.from(random.standardNormal(7000));
  return exportMlp({
    ...{ inputName: 'x', outputName: 'y', metadata: {} },
    layers: [
      {
        kind: 'dense',
        linear: { inputs: 100, outputs: 700, weight: first, bias: new Float32Array(700).fill(bias) },
        activation: 'relu',
      },
      { kind: 'dense', linear: { inputs: 700, outputs: 10, weight: second }, activation: 'none' },
    ],
  });
}

test('inspect shows layers, measured zeros, bytes and a verdict, on given rows or on random ones', async () => {
  writeFileSync(path('model.onnx'), model(0));
  // The first input is above 0 in one of four rows.
  const rows = new Float32Array(400).map((_, index) => (index === 0 ? 1 : -1));
  writeFileSync(path('rows.npy'), npy([4, 100], rows));
  const { code, stdout } = await run('inspect', path('model.onnx'), '--inputs', path('rows.npy'), '--json');
  expect(code).toBe(0);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ engine: 'sparse', reason: '', operators: [], calls: 4, inputs: path('rows.npy') });
  expect(found.layers).toMatchObject([
    { chain: 1, inputs: 100, outputs: 700, activation: 'relu', weights: 70_000, zeros: 0.75, needed_bytes: 280_000 },
    { chain: 1, inputs: 700, outputs: 10, activation: 'none', weights: 7000, needed_bytes: 7000 },
  ]);
  expect([found.weight_bytes, found.needed_bytes]).toEqual([308_000, 287_000]);
  expect(found.bound_us).toBeGreaterThan(0);
  const { stdout: text } = await run('inspect', path('model.onnx'));
  expect(text).toContain(
    'Measured on random inputs (your own: --inputs rows.npy; of a table: --data rows.csv), 64 calls.',
  );
  expect(text).toMatch(/Not worth it: a row needs 9\d % of the weights/);
});

/** 512 → 520 → 1, Gaussian weights; a hidden unit is active in most rows, or in few, by the sign of the biases. */
function wideModel(bias: number, activation: 'relu' | 'silu' = 'relu'): Uint8Array {
  const [inputs, outputs] = [512, 520];
  const random = new RandomState(2);
  const first = Float32Array.from(random.standardNormal(inputs * outputs), (value) => value / Math.sqrt(inputs));
  const linear = { inputs, outputs, weight: first, bias: new Float32Array(outputs).fill(bias) };
  const last = { inputs: outputs, outputs: 1, weight: new Float32Array(outputs).fill(1) };
  return exportMlp({
    ...{ inputName: 'x', outputName: 'y', metadata: {} },
    layers: [
      { kind: 'dense', linear, activation },
      { kind: 'dense', linear: last, activation: 'none' },
    ],
  });
}

test('inspect says whether zeros are certified, and that it is off where too few are', async () => {
  for (const [bias, sentence] of [
    [-2, /512 → 520: zeros are certified from an int8 copy of the weights; \d+\.\d % of the units could not be/],
    [2, /512 → 520: .* does not pay and is off: 9\d\.\d % of the units .*, and it pays up to 45\.0 %\./],
  ] as const) {
    writeFileSync(path('wide.onnx'), wideModel(bias));
    const { stdout } = await run('inspect', path('wide.onnx'));
    expect(stdout).toMatch(sentence);
  }
});

test('bytes of a certified layer are its int8 copy and the candidates; nothing is said of layers without a screen', async () => {
  writeFileSync(path('wide.onnx'), wideModel(-2));
  const { layers } = JSON.parse((await run('inspect', path('wide.onnx'), '--json')).stdout);
  const { candidates, pays, units } = layers[0].screen;
  expect([pays, units]).toEqual([true, 64 * 520]);
  expect(candidates).toBeGreaterThan(1 - layers[0].zeros);
  expect(layers[0].needed_bytes).toBeCloseTo(4 * 512 * 520 * (0.26 + candidates), 3);
  expect(layers[1].screen).toBeUndefined();
  for (const file of [model(-2), wideModel(-2, 'silu')]) {
    writeFileSync(path('other.onnx'), file);
    const { stdout } = await run('inspect', path('other.onnx'));
    expect(stdout).not.toContain('certif');
    expect(JSON.parse((await run('inspect', path('other.onnx'), '--json')).stdout).layers[0].screen).toBeUndefined();
  }
});

test('inspection of a session without certified zeros, and of one that got no row alone', async () => {
  const inspected = async (rows: number, certify: boolean) => {
    const session = await SparseSession.create(wideModel(-2), { threads: 1, certify, onnxRuntime: false });
    const feeds = Array.from({ length: 4 }, () => randomFeeds(session, rows, new RandomState(0)));
    const inspection = await inspectSession(session, feeds).finally(() => session.release());
    return { inspection, text: inspectionText(inspection, 'rows') };
  };
  const { inspection, text } = await inspected(4, true);
  expect(text).toContain('512 → 520: zeros would be certified for single rows; no row came alone.');
  expect(inspection.layers[0]?.needed_bytes).toBe(4 * 512 * 520);
  const without = await inspected(1, false);
  expect(without.text).not.toContain('certif');
  expect(without.inspection.layers[0]?.needed_bytes).toBe(4 * 512 * 520);
});

test('rows are read as NumPy writes them: floats, integers of 64 bits, true and false, texts', () => {
  const read = (data: ArrayBufferView, descr: string): unknown => {
    writeFileSync(path('any.npy'), npy([2], data, descr));
    return Array.from<unknown>(readNpy(path('any.npy')).data);
  };
  expect(read(Uint16Array.of(numberToHalf(0.5), numberToHalf(-70_000)), '<f2')).toEqual([0.5, -Infinity]);
  expect(read(BigInt64Array.of(2n ** 60n + 1n, -1n), '<i8')).toEqual([2n ** 60n + 1n, -1n]);
  expect(read(Uint8Array.of(1, 0), '|b1')).toEqual([1, 0]);
  expect(read(Uint32Array.of(...[0x1f600, 0x62, 0], ...[0x63, 0, 0]), '<U3')).toEqual(['😀b', 'c']);
  expect(read(new TextEncoder().encode('ab\0c\0\0'), '|S3')).toEqual(['ab', 'c']);
});

test('every type of input gets tensors of its own, and texts are not numbers', () => {
  const shape = ['', 2];
  const inputMetadata = ['float16', 'string', 'uint8', 'int64', 'bool', 'float64'].map((type) => ({
    ...{ name: type, isTensor: true, shape, type },
  })) as unknown as InferenceSession['inputMetadata'];
  const feeds = randomFeeds({ inputMetadata }, 3, new RandomState(0));
  for (const [type, tensor] of Object.entries(feeds)) expect([tensor.type, tensor.dims]).toEqual([type, [3, 2]]);
  expect(feeds.string?.data[0]).toMatch(/^s[0-7]$/);
  const [, texts] = inputMetadata;
  const array = { shape: [3, 2], data: ['a', 'b', 'c', 'd', 'e', 'f'] };
  const one = { inputMetadata: texts === undefined ? [] : [texts] };
  expect(fileFeeds(one, array, 2).map(({ string }) => string?.data)).toEqual([['a', 'b', 'c', 'd']]);
  // Fewer rows than asked for: they are repeated.
  expect(fileFeeds(one, array, 4)[0]?.string?.data).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'a', 'b']);
  const numbers = { shape: [1, 2], data: Float64Array.of(1, 2) };
  expect(() => fileFeeds(one, numbers)).toThrow("the input 'string' is string, but --inputs holds numbers");
});

test('inspect refuses rows that do not fit, in one sentence', async () => {
  writeFileSync(path('model.onnx'), model(0));
  const refused: readonly [Buffer, string][] = [
    [npy([2, 3], new Float32Array(6)), '--inputs must have the shape [rows, 100], got [2, 3]'],
    [npy([2, 100], new Float32Array(6)), 'the shape [2, 100] takes 800 bytes, it holds 24'],
    [npy([1, 100], new Float32Array(100), '<c8'), 'it holds <c8, expected <f2, <f4, <f8, |i1'],
    [Buffer.from('no array at all'), 'not a .npy file of NumPy'],
  ];
  for (const [bytes, sentence] of refused) {
    writeFileSync(path('bad.npy'), bytes);
    const { code, stderr } = await run('inspect', path('model.onnx'), '--inputs', path('bad.npy'));
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(sentence);
  }
});
