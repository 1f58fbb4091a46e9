import { readFileSync } from 'node:fs';
import { SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import { InferenceSession } from 'onnxruntime-node';
import { afterEach, expect, it, vi } from 'vitest';
import { normalInputs } from '../test-support/nets.js';
import { openRuntime } from './open-runtime.js';

const gelu = readFileSync(new URL('../../fixtures/kinds/gelu.onnx', import.meta.url));
const x = new Tensor('float32', normalInputs(1, 6), [1, 6]);

afterEach(() => {
  vi.restoreAllMocks();
});

/** The file with a documentation of 1 MiB: field 6 of the protobuf message. */
function large(file: Uint8Array): Uint8Array {
  const text = Buffer.alloc(2 ** 20, 'a');
  // 2^20 as a varint.
  return Buffer.concat([file, Buffer.of(0x32, 0x80, 0x80, 0x40), text]);
}

it('opens a small model on the calling thread and a large one in another, with the same answers', async () => {
  const here = vi.spyOn(InferenceSession, 'create');
  const small = await SparseSession.create(gelu);
  expect(here).toHaveBeenCalledTimes(1);
  const wanted = (await small.run({ x })).y;
  const session = await SparseSession.create(large(gelu));
  expect(here).toHaveBeenCalledTimes(1);
  expect(session.info).toMatchObject({ engine: 'onnxruntime', notices: [] });
  expect([session.inputMetadata, session.outputMetadata]).toEqual([small.inputMetadata, small.outputMetadata]);
  const calls = Array.from({ length: 20 }, () => session.run({ x }));
  const released = session.release();
  for (const { y } of await Promise.all(calls)) expect([y?.dims, y?.data]).toEqual([[1, 3], wanted?.data]);
  await released;
  await small.release();
});

it('says in one sentence what onnxruntime refuses in its thread', async () => {
  const session = await SparseSession.create(large(gelu));
  const wrong = session.run({ x: new Tensor('float32', new Float32Array(5), [1, 5]) });
  await expect(wrong).rejects.toThrow(/^the model given as bytes: onnxruntime does not answer: /);
  expect((await session.run({ x })).y?.dims).toEqual([1, 3]);
  await session.release();
  const broken = large(Buffer.from(gelu.toString('latin1').replaceAll('Erf', 'Erg'), 'latin1'));
  await expect(SparseSession.create(broken)).rejects.toThrow('onnxruntime refuses the model, too: ');
});

it('opens a large model on the calling thread, with a notice, where threads do not start', async () => {
  const notices: string[] = [];
  // Beside the sources there is no script of the thread.
  const handle = await openRuntime(large(gelu), {}, 2 ** 20, (sentence) => notices.push(sentence));
  expect(notices).toEqual([
    expect.stringContaining('onnxruntime runs on the calling thread, because no thread starts'),
  ]);
  const data = normalInputs(1, 6);
  const results = await handle?.run({ x: { type: 'float32', data, dims: [1, 6] } }, ['y'], {});
  expect(results?.y?.dims).toEqual([1, 3]);
  await handle?.release();
});
