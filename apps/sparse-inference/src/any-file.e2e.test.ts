import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { benchFileSchema } from './directory/bench-file.js';
import { runInProcess } from './testing/run-in-process.js';
import { runSparseCli } from './testing/run-sparse-cli.js';

const kinds = fileURLToPath(new URL('../../../packages/sparse/fixtures/kinds/', import.meta.url));
const scratch = scratchDirectory();
afterAll(() => scratch.remove());
const path = (name: string): string => join(scratch.path, name);

beforeAll(() => {
  for (const kind of ['gelu', 'tanh', 'fixed-batch']) copyFileSync(`${kinds}${kind}.onnx`, path(`${kind}.onnx`));
});

/** A `.npy` file of ones. */
function npyOf(rows: number, columns: number): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`.padEnd(117);
  const start = Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1');
  const ones = new Float32Array(rows * columns).fill(1);
  return Buffer.concat([start, Buffer.from(`${header}\n`, 'latin1'), Buffer.from(ones.buffer)]);
}

test.each([
  ['gelu', 'onnxruntime', 'onnxruntime runs the whole model in the session, too: '],
  ['tanh', 'sparse', "The session's kernels answered "],
  ['fixed-batch', 'sparse', "The session's kernels answered "],
])('verify compares the answers on %s with those of onnxruntime within 1e-5', async (kind, engine, who) => {
  const shown = await runInProcess(`verify ${kind}.onnx`, scratch.path);
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toContain(who);
  expect(shown.stdout).toContain(
    'Verified on random inputs (your own: --inputs rows.npy; of a table: --data rows.csv), 17 calls',
  );
  const { stdout } = await runInProcess(`verify ${kind}.onnx --json --tolerance 1e-5`, scratch.path);
  expect(JSON.parse(stdout)).toMatchObject({
    engine,
    calls: 17,
    passed: true,
    outputs: [{ output: 'y', passed: true }],
  });
});

test('bench measures graphs with other operators, files that fix their rows, and those that onnxruntime runs', async () => {
  writeFileSync(path('rows.npy'), npyOf(3, 6));
  const engines: Record<string, readonly [readonly string[], readonly number[]]> = {};
  for (const kind of ['gelu', 'tanh', 'fixed-batch']) {
    const given = kind === 'fixed-batch' ? '' : ' --inputs rows.npy';
    const command = `bench ${kind}.onnx${given} --batch 1,2 --threads 1 --densities none --seconds 0.01 --rounds 1 --out ${kind}`;
    expect(await runSparseCli(scratch.path, command)).toMatchObject({ code: 0 });
    const bench = benchFileSchema.parse(JSON.parse(readFileSync(join(path(kind), 'bench.json'), 'utf8')));
    const [first] = bench.cases;
    engines[kind] = [first?.engines.map(({ engine }) => engine) ?? [], bench.cases.map(({ batch }) => batch)];
  }
  expect(engines.gelu).toEqual([
    ['onnxruntime, dense graph', 'SparseSession float32'],
    [1, 2],
  ]);
  expect(engines.tanh?.[0]).toEqual([
    'onnxruntime, dense graph',
    'our kernel, dense',
    'SparseSession float32',
    'SparseSession bfloat16',
    'SparseSession int8',
  ]);
  const refused = await runSparseCli(scratch.path, 'bench fixed-batch.onnx --inputs gelu.onnx --out bad');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('not a .npy file of NumPy') });
  expect(engines['fixed-batch']?.[0]).toContain('onnxruntime, dense graph');
});
