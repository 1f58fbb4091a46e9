import { ReluctantError } from '@reluctant/errors';
import { exportMlp, type MlpGraph, mlpReference } from '@reluctant/onnx';
// The built package: its threads load the built worker.
import { SparseSession } from '@reluctant/sparse';
import { expectAllClose, normwiseError } from '@reluctant/testing';
import { Tensor } from 'onnxruntime-common';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { denseNet, gatedNet, normalInputs } from './test-support/nets.js';

const inputs = 64;
/** Each net has more than 1 MiB of weights, so that threads are used. */
const nets: Readonly<Record<string, MlpGraph>> = {
  'a sparse ReLU net': denseNet(1, [inputs, 700, 600, 500, 10], 'relu', -1),
  'a ReLU net, half active': denseNet(2, [inputs, 700, 600, 10], 'relu'),
  'a ReLU net, nearly all active': denseNet(3, [inputs, 700, 600, 10], 'relu', 1.5),
  'a SiLU net': denseNet(4, [inputs, 600, 600, 10], 'silu'),
  'gated blocks': gatedNet(5, inputs, 256, 700, 10),
};

const features = (rows: number, seed = 8) => new Tensor('float32', normalInputs(seed, rows * inputs), [rows, inputs]);
const argmax = (logits: Float32Array, row: number) => {
  const scores = logits.subarray(row * 10, row * 10 + 10);
  return scores.indexOf(Math.max(...scores));
};

async function onnxRuntimeAnswer(file: Uint8Array, x: Tensor): Promise<Float32Array> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1 });
  const data = (await session.run({ features: x })).logits?.data;
  await session.release();
  if (!(data instanceof Float32Array)) throw new Error('expected float32 logits');
  return data;
}

describe('SparseSession', () => {
  for (const [name, graph] of Object.entries(nets)) {
    it(`${name}: within 1e-5 of onnxruntime on the same file, same argmax, same bits for 1, 2 and 3 threads`, async () => {
      for (const [rows, kind] of [
        [1, 'dense'],
        [1, 'sparse'],
        [7, 'dense'],
      ] as const) {
        const file = exportMlp(graph, { graph: kind });
        const x = features(rows);
        const expected = await onnxRuntimeAnswer(file, x);
        const answers: Float32Array[] = [];
        for (const threads of [1, 2, 3]) {
          const session = await SparseSession.create(file, { threads, onnxRuntime: false });
          expect(session.info.threads).toBe(threads);
          const logits = (await session.run({ features: x })).logits;
          if (!(logits?.data instanceof Float32Array)) throw new Error('expected float32 logits');
          expect(logits.dims).toEqual([rows, 10]);
          expectAllClose(logits.data, expected, { absolute: 1e-5 });
          for (let row = 0; row < rows; row++) expect(argmax(logits.data, row)).toBe(argmax(expected, row));
          answers.push(logits.data, session.runSync(normalInputs(8, rows * inputs)));
          await session.release();
        }
        for (const answer of answers) expect(answer).toEqual(answers[0]);
      }
    });
  }

  for (const [precision, bound] of [
    ['bfloat16', 0.01],
    ['int8', 0.03],
  ] as const) {
    it(`${precision}: normwise within ${bound} of float64, same bits for 1 and 2 threads, fewer bytes`, async () => {
      for (const graph of [nets['a sparse ReLU net'], nets['gated blocks']]) {
        if (graph === undefined) throw new Error('expected a net');
        const x = normalInputs(9, 20 * inputs);
        const answers: Float32Array[] = [];
        for (const threads of [1, 2]) {
          const session = await SparseSession.create(exportMlp(graph), { threads, precision });
          const full = await SparseSession.create(exportMlp(graph));
          expect(full.info.weightBytes / session.info.weightBytes).toBe(precision === 'int8' ? 4 : 2);
          answers.push(session.runSync(x));
          await Promise.all([session.release(), full.release()]);
        }
        expect(answers[1]).toEqual(answers[0]);
        expect(normwiseError(answers[0] ?? [], mlpReference(graph, x))).toBeLessThan(bound);
      }
    });
  }

  it('hands over exactly the batches with too many products to onnxruntime: logits within 1e-5', async () => {
    const graph = denseNet(6, [inputs, 700, 600, 10], 'relu');
    const session = await SparseSession.create(exportMlp(graph, { graph: 'sparse' }), { threads: 1 });
    const alone = await SparseSession.create(exportMlp(graph), { threads: 1, onnxRuntime: false });
    await session.run({ features: features(1) });
    expect([session.lastEngine, session.densities?.[0]]).toEqual(['sparse', 1]);
    const target = new Tensor('float32', new Float32Array(640), [64, 10]);
    const { logits } = await session.run({ features: features(64) }, { logits: target });
    expect([session.lastEngine, logits]).toEqual(['onnxruntime', target]);
    expectAllClose(target.data as Float32Array, alone.runSync(normalInputs(8, 64 * inputs)), { absolute: 1e-5 });
    session.runSync(normalInputs(8, 64 * inputs));
    expect(session.lastEngine).toBe('sparse');
    await alone.run({ features: features(64) });
    await alone.run({ features: features(64) });
    expect(alone.lastEngine).toBe('sparse');
    await Promise.all([session.release(), alone.release()]);
  });

  it('stops handing over once measurements, at 1 % of the time, show that batches have become sparse', async () => {
    const session = await SparseSession.create(exportMlp(denseNet(1, [inputs, 700, 600, 10], 'relu', -0.5)), {
      threads: 1,
      // On the calling thread, where handing over costs nothing.
      onnxRuntime: { InferenceSession, Tensor },
    });
    const x = (scale: number) =>
      new Tensor(
        'float32',
        normalInputs(8, 4 * inputs).map((value) => scale * value),
        [4, inputs],
      );
    const [full, few] = [x(4), x(0.01)];
    const engines: (string | undefined)[] = [];
    for (let call = 0; call < 1500; call++) {
      await session.run({ features: call < 2 ? full : few });
      engines.push(session.lastEngine);
    }
    // The first batch runs in the session's kernels and is dense, so the next ones go to onnxruntime until enough of
    // their rows have been measured, one at a time.
    const back = engines.indexOf('sparse', 1);
    expect(engines.slice(0, 2)).toEqual(['sparse', 'onnxruntime']);
    expect(back).toBeGreaterThan(20);
    expect(new Set(engines.slice(back))).toEqual(new Set(['sparse']));
    await session.release();
  });

  it('has the interface of an InferenceSession: names, fetches, preallocated results, metadata', async () => {
    const session = await SparseSession.create(exportMlp(denseNet(7, [4, 8, 2], 'relu')));
    expect([session.inputNames, session.outputNames]).toEqual([['features'], ['logits']]);
    expect(session.info).toEqual({
      ...{ inputs: 4, outputs: 2, threads: 1, precision: 'float32', weightBytes: 4 * (32 + 16), narrow: true },
      ...{ engine: 'sparse', reason: '', memoryBytes: session.info.memoryBytes, notices: [] },
      steps: [
        {
          kind: 'chain',
          layers: [
            { inputs: 4, outputs: 8, activation: 'relu' },
            { inputs: 8, outputs: 2, activation: 'none' },
          ],
        },
      ],
      metadata: { class_names: '["a","b"]' },
    });
    expect([session.lastEngine, session.densities]).toEqual([undefined, undefined]);
    const x = new Tensor('float32', normalInputs(1, 8), [2, 4]);
    const made = (await session.run({ features: x })).logits;
    const target = new Tensor('float32', new Float32Array(4), [2, 2]);
    expect(await session.run({ features: x }, { logits: target })).toEqual({ logits: target });
    expect(target.data).toEqual(made?.data);
    expect((await session.run({ features: x }, ['logits'])).logits?.data).toEqual(made?.data);
    expect((await session.run({ features: x }, { logits: null })).logits?.data).toEqual(made?.data);
    await session.release();
  });

  it('refuses feeds, fetches, options and files that do not fit, in one sentence', async () => {
    const session = await SparseSession.create(exportMlp(denseNet(7, [4, 8, 2], 'relu')));
    const x = new Tensor('float32', new Float32Array(4), [1, 4]);
    const wide = new Tensor('float32', new Float32Array(5), [1, 5]);
    await expect(session.run({})).rejects.toThrow("the input 'features' is missing in the feeds");
    await expect(session.run({ x })).rejects.toThrow("the input 'features' is missing in the feeds, which have 'x'");
    await expect(session.run({ features: new Tensor('int32', new Int32Array(4), [1, 4]) })).rejects.toThrow(
      "the input 'features' must be float32, got int32",
    );
    await expect(session.run({ features: wide })).rejects.toThrow('must have the shape [batch, 4], got [1, 5]');
    await expect(session.run({ features: x }, ['y'])).rejects.toThrow("the model has no output 'y'");
    await expect(session.run({ features: x }, { logits: wide })).rejects.toThrow(
      "the tensor for 'logits' must be float32 of the shape [1, 2]",
    );
    expect(() => session.runSync(new Float32Array(5))).toThrow('whole rows of 4 numbers, got 5 numbers');
    const file = exportMlp(denseNet(7, [4, 8, 2], 'relu'));
    await expect(SparseSession.create(file, { threads: 0 })).rejects.toThrow('threads must be a whole number');
    await expect(SparseSession.create(file.subarray(0, 60))).rejects.toThrow('cut off or damaged');
    await expect(SparseSession.create('/nowhere/model.onnx')).rejects.toThrow(
      "cannot read the model '/nowhere/model.onnx'",
    );
    await session.release();
    await session.release();
    await session[Symbol.asyncDispose]();
    await expect(session.run({ features: x })).rejects.toThrow('the session was released');
    expect(() => session.runSync(new Float32Array(4))).toThrow('the session was released');
  });

  it('is released by `await using`; later calls throw wrong-state', async () => {
    const session: SparseSession = await SparseSession.create(exportMlp(denseNet(2, [inputs, 700, 600, 10], 'relu')), {
      threads: 2,
    });
    expect(session.runSync(normalInputs(1, inputs))).toHaveLength(10);
    await Promise.all([session[Symbol.asyncDispose](), session.release()]);
    const error = await session.run({ features: features(1) }).catch((thrown: unknown) => thrown);
    expect(ReluctantError.isInstance(error) && error.code).toBe('wrong-state');
    expectTypeOf(SparseSession.create).returns.toEqualTypeOf<Promise<SparseSession>>();
  });
});
