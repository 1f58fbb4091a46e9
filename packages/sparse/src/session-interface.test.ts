import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { exportMlp } from '@reluctant/onnx';
import { reportOf, SparseSession } from '@reluctant/sparse';
import { expectAllClose } from '@reluctant/testing';
import { Tensor } from 'onnxruntime-common';
import type { InferenceSession } from 'onnxruntime-node';
import * as onnxRuntime from 'onnxruntime-node';
import { afterAll, describe, expect, expectTypeOf, it } from 'vitest';
import { denseNet, normalInputs } from './test-support/nets.js';

const kinds = fileURLToPath(new URL('../fixtures/kinds/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reluctant-sparse-'));
afterAll(() => rmSync(folder, { recursive: true }));

const inputs = 64;
const net = exportMlp(denseNet(2, [inputs, 700, 600, 10], 'relu'));
const other = exportMlp(denseNet(3, [inputs, 700, 600, 10], 'relu'));
const features = (rows: number) => new Tensor('float32', normalInputs(8, rows * inputs), [rows, inputs]);
const x6 = new Tensor('float32', normalInputs(1, 6), [1, 6]);

describe('a session is one model', () => {
  it('answers large batches by the model that it read, whatever becomes of the file and the buffer', async () => {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, net);
    const buffer = net.slice();
    const sessions = await Promise.all([SparseSession.create(path), SparseSession.create(buffer)]);
    writeFileSync(path, other);
    buffer.set(other.subarray(0, buffer.length));
    const expected = await SparseSession.create(net, { onnxRuntime: false });
    const wanted = (await expected.run({ features: features(64) })).logits?.data as Float32Array;
    for (const session of sessions) {
      await session.run({ features: features(1) });
      const { logits } = await session.run({ features: features(64) });
      expect(session.lastEngine).toBe('onnxruntime');
      expectAllClose((logits?.data ?? []) as Float32Array, wanted, { absolute: 1e-5 });
      expect(session.info.memoryBytes / session.info.weightBytes).toBeLessThan(2.3);
      await session.release();
      expect(session.info.memoryBytes).toBe(0);
    }
    await expected.release();
  });

  it('reads a buffer before it returns, also where onnxruntime runs the graph', async () => {
    for (const kind of ['gelu', 'float64', 'plain-opset17']) {
      const bytes = readFileSync(`${kinds}${kind}.onnx`);
      const creating = SparseSession.create(bytes);
      bytes.fill(0);
      const session = await creating;
      expect(session.outputNames).toEqual(['y']);
      await session.release();
    }
  });
});

describe('sources', () => {
  it('may be paths, file URLs, buffers with offset and length, and any view', async () => {
    const path = join(folder, 'source.onnx');
    writeFileSync(path, net);
    const padded = new Uint8Array(net.length + 24);
    padded.set(net, 8);
    const shared = new SharedArrayBuffer(net.length);
    new Uint8Array(shared).set(net);
    const sessions = await Promise.all([
      SparseSession.create(path),
      SparseSession.create(pathToFileURL(path)),
      SparseSession.create(net.slice().buffer),
      SparseSession.create(padded.buffer, 8, net.length),
      SparseSession.create(new DataView(padded.buffer, 8, net.length)),
      SparseSession.create(shared),
    ]);
    const answers = sessions.map((session) => session.runSync(normalInputs(8, inputs)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    await Promise.all(sessions.map((session) => session.release()));
    await expect(SparseSession.create(net.buffer, -1)).rejects.toThrow('byteOffset must be a whole number from 0');
    await expect(SparseSession.create(7 as never)).rejects.toThrow('source must be a path, a URL, or the bytes');
  });

  it('are named by errors of a call: the path, or that it was bytes', async () => {
    const path = join(folder, 'named.onnx');
    writeFileSync(path, net);
    const handed = `${kinds}element-norm.onnx`;
    for (const [source, name] of [
      [path, path],
      [net, 'the model given as bytes'],
      [handed, handed],
    ] as const) {
      const session = await SparseSession.create(source);
      await expect(session.run({})).rejects.toThrow(`${name}: the input '${session.inputNames[0]}' is missing`);
      await session.release();
      await expect(session.run({})).rejects.toThrow(`${name}: the session was released`);
      expect(() => session.runSync(Float32Array.of(1))).toThrow(`${name}: `);
    }
  });

  it('are files: folders are refused by name', async () => {
    await expect(SparseSession.create(folder)).rejects.toThrow(`cannot read the model '${folder}': it is a folder`);
    const apart = join(folder, 'apart');
    mkdirSync(join(apart, 'external.data'), { recursive: true });
    writeFileSync(join(apart, 'model.onnx'), readFileSync(`${kinds}external.onnx`));
    const refused = SparseSession.create(join(apart, 'model.onnx'));
    await expect(refused).rejects.toThrow(
      "cannot read 'external.data', in which tensors of the model stand: it is a folder",
    );
  });

  it('do not lead out of their folder: neither by .. nor absolutely nor by a link', async () => {
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    writeFileSync(join(folder, 'external.data'), readFileSync(`${kinds}external.data`));
    symlinkSync(join(folder, 'external.data'), join(inner, 'linked__.data'));
    const model = readFileSync(`${kinds}external.onnx`).toString('latin1');
    // Names of equal length, so that the file stays whole.
    for (const location of ['../ternal.dat', '/etc/hostname', 'linked__.data']) {
      const path = join(inner, 'model.onnx');
      writeFileSync(path, model.replaceAll('external.data', location), 'latin1');
      const refused = SparseSession.create(path);
      await expect(refused).rejects.toThrow(/within the folder of the model|cannot read '..\/ternal.dat'/);
    }
  });
});

describe('options', () => {
  it('are those of onnxruntime: accepted, or refused by name', async () => {
    const session: InferenceSession = await SparseSession.create(net, {
      ...{ intraOpNumThreads: 0, interOpNumThreads: 1, executionProviders: ['cpu'], graphOptimizationLevel: 'all' },
      ...{ enableCpuMemArena: true, executionMode: 'sequential', logSeverityLevel: 3, preferredOutputLocation: 'cpu' },
    });
    await session.release();
    const refused = [
      [{ enableProfiling: true }, 'enableProfiling must be false'],
      [{ optimizedModelFilePath: 'x' }, 'optimizedModelFilePath must be absent'],
      [{ executionProviders: ['cuda'] }, 'executionProviders must be'],
      [{ preferredOutputLocation: 'gpu-buffer' }, "preferredOutputLocation must be 'cpu'"],
      [{ enableGraphCapture: true }, 'enableGraphCapture must be false'],
      [{ intraOpThreads: 2 }, 'intraOpThreads'],
      [{ limits: { maxParameters: 5 } }, 'more than the limit of 5 parameters'],
      [
        { limits: { maxParameter: 5 } },
        "the option limits: there is no option 'maxParameter'; did you mean 'maxParameters'?",
      ],
    ] as const;
    for (const [options, sentence] of refused)
      await expect(SparseSession.create(net, options as never)).rejects.toThrow(sentence);
    const fixed = await SparseSession.create(`${kinds}plain-opset17.onnx`, { freeDimensionOverrides: { batch: 2 } });
    await expect(fixed.run({ x: x6 })).rejects.toThrow('must have the shape [2, 6], got [1, 6]');
    const many = await SparseSession.create(net, { intraOpNumThreads: 500, onnxRuntime: false });
    expect(many.info.threads).toBe(64);
    await Promise.all([fixed.release(), many.release()]);
  });

  it('take another onnxruntime as a module', async () => {
    const session = await SparseSession.create(`${kinds}gelu.onnx`, { onnxRuntime });
    expect((await session.run({ x: x6 })).y?.dims).toEqual([1, 3]);
    await session.release();
  });
});

describe('run', () => {
  for (const kind of ['plain-opset17', 'residual', 'gelu']) {
    it(`${kind}: takes extra feeds, no rows, plain and shared feeds, fetches and options as onnxruntime`, async () => {
      const session = await SparseSession.create(`${kinds}${kind}.onnx`);
      const wanted = (await session.run({ x: x6 })).y;
      const shared = new Float32Array(new SharedArrayBuffer(24));
      shared.set(x6.data as Float32Array);
      const target = new Tensor('float32', new Float32Array(3), [1, 3]);
      const results = [
        await session.run({ x: x6, extra: x6 }),
        await session.run({ x: { type: 'float32', data: x6.data as Float32Array, dims: [1, 6] } }),
        await session.run({ x: { type: 'float32', data: shared, dims: [1, 6] } }),
        await session.run({ x: x6 }, ['y']),
        await session.run({ x: x6 }, { tag: 'a' }),
        await session.run({ x: x6 }, { y: null }, { logSeverityLevel: 3 }),
        await session.run({ x: x6 }, { y: target }),
      ];
      for (const { y } of results) expect([y?.type, y?.dims, y?.data]).toEqual(['float32', [1, 3], wanted?.data]);
      expect(results[6]?.y).toBe(target);
      const none = await session.run({ x: new Tensor('float32', new Float32Array(), [0, 6]) });
      expect(none.y?.dims).toEqual([0, 3]);
      await expect(session.run({ x: x6 }, { y: new Tensor('float32', new Float32Array(3), [3, 1]) })).rejects.toThrow(
        "the tensor for 'y' must be float32 of the shape [1, 3]",
      );
      await expect(session.run({ x: x6 }, ['z'])).rejects.toThrow("the model has no output 'z'");
      await expect(session.run({ x: x6 }, { terminate: true })).rejects.toThrow('terminate');
      await expect(session.run({ x: x6 }, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow(
        'too late',
      );
      await session.release();
      await session.release();
      await expect(session.run({ x: x6 })).rejects.toThrow('the session was released');
    });
  }

  it('honours a fixed batch, also in runSync', async () => {
    const session = await SparseSession.create(`${kinds}fixed-batch.onnx`);
    await expect(session.run({ x: x6 })).rejects.toThrow("the input 'x' must have the shape [8, 6], got [1, 6]");
    expect(() => session.runSync(new Float32Array(6))).toThrow('the graph takes 8 rows of 6 numbers, got 6 numbers');
    expect(session.runSync(new Float32Array(48))).toHaveLength(24);
    await session.release();
  });

  it('says who answered by reportOf, and where runSync cannot answer', async () => {
    const own = await SparseSession.create(net);
    const whole = await SparseSession.create(`${kinds}gelu.onnx`);
    const mixed = await SparseSession.create(`${kinds}tanh.onnx`);
    const small = await own.run({ features: features(1) });
    const large = await own.run({ features: features(64) });
    const [first] = [reportOf(small).densities];
    expect([reportOf(small), reportOf(large)]).toEqual([
      { engine: 'sparse', densities: first },
      { engine: 'onnxruntime', densities: undefined },
    ]);
    expect(reportOf(await whole.run({ x: x6 }))).toEqual({ engine: 'onnxruntime', densities: undefined });
    expect(() => whole.runSync(new Float32Array(6))).toThrow(
      'node 1 (Erf): an activation that skips nothing): call run',
    );
    expect(() => mixed.runSync(new Float32Array(6))).toThrow('this graph has other operators, so call run');
    await Promise.all([own, whole, mixed].map((session) => session.release()));
  });

  it('ends calls in flight before it releases', async () => {
    const session = await SparseSession.create(`${kinds}gelu.onnx`);
    const running = session.run({ x: x6 });
    await session.release();
    expect((await running).y?.dims).toEqual([1, 3]);
  });

  it('is assignable to the interface of onnxruntime', () => {
    expectTypeOf<SparseSession>().toExtend<InferenceSession>();
  });
});

describe('results', () => {
  it('are memory of their own: neither of the feeds, nor of constants of the graph, nor of each other', async () => {
    const session = await SparseSession.create(`${kinds}same-result.onnx`);
    const x = x6.data.slice() as Float32Array;
    const feeds = { x: new Tensor('float32', x, [1, 6]) };
    const results = await session.run(feeds);
    const values = Object.values(results).map(({ data }) => [...(data as Float32Array)]);
    expect(values[0]).toEqual(values[1]);
    expect(new Set([x, ...Object.values(results).map(({ data }) => data)]).size).toBe(6);
    for (const { data } of Object.values(results)) (data as Float32Array).fill(77);
    const again = Object.values(await session.run(feeds)).map(({ data }) => [...(data as Float32Array)]);
    expect(again).toEqual(values);
    await session.release();
  });

  it('leave the writer of files as it was where a small net was handed to onnxruntime', async () => {
    const small = denseNet(4, [6, 16, 6], 'silu');
    const before = exportMlp(small);
    const copy = before.slice();
    const session = await SparseSession.create(before);
    const rows = new Tensor('float32', normalInputs(9, 4096 * 6), [4096, 6]);
    for (let call = 0; call < 2; call++) await session.run({ features: rows });
    expect(session.lastEngine).toBe('onnxruntime');
    expect(before).toEqual(copy);
    expect(exportMlp(small)).toEqual(copy);
    expect(before.buffer.byteLength).toBe(before.length);
    await session.release();
  });
});

describe('values that types forbid', () => {
  const feeds = { x: x6 };
  const run: Readonly<Record<string, (session: SparseSession) => unknown>> = {
    'feeds must be an object of tensors, got undefined': (session) => Reflect.apply(session.run, session, []),
    "the input 'x' has no list of dims": (session) =>
      Reflect.apply(session.run, session, [{ x: { type: 'float32', data: x6.data } }]),
    'fetches must be a list of names, an object of tensors, or options, got null': (session) =>
      Reflect.apply(session.run, session, [feeds, null]),
    "the tensor for 'y' must be float32 of the shape [1, 3]": (session) =>
      Reflect.apply(session.run, session, [feeds, { y: { type: 'float32', dims: [1, 3] } }]),
    'options.signal must be an AbortSignal, got 5': (session) =>
      Reflect.apply(session.run, session, [feeds, { signal: 5 }]),
    'input must be a Float32Array, a row object, or a list of them, got undefined': (session) =>
      Reflect.apply(session.runSync, session, []),
  };

  it('are refused in one sentence by a session', async () => {
    const session = await SparseSession.create(`${kinds}plain-opset17.onnx`);
    for (const [sentence, call] of Object.entries(run)) {
      const said = await Promise.resolve()
        .then(() => call(session))
        .catch((error: Error) => error.message);
      expect(said).toContain(sentence);
    }
    await session.release();
  });

  it('are refused in one sentence as options', async () => {
    const options: Readonly<Record<string, object>> = {
      'precision must be float32, bfloat16, int8, got "x"': { precision: 'x' },
      'multiply must be active or all, got "some"': { multiply: 'some' },
      'onnxRuntime must be true, false, or the module of onnxruntime, got {}': { onnxRuntime: {} },
      'executionProviders must be a list of names, got 5': { executionProviders: 5 },
      'externalData must be a list of { path, data }, got [null]': { externalData: [null] },
      'limits must be an object of whole numbers, got null': { limits: null },
      'limits.maxBytes must be a whole number from 0 on, got NaN': { limits: { maxBytes: Number.NaN } },
      'freeDimensionOverrides.batch must be a whole number from 0 on, got "x"': {
        freeDimensionOverrides: { batch: 'x' },
      },
    };
    for (const [sentence, each] of Object.entries(options))
      await expect(SparseSession.create(net, each)).rejects.toThrow(sentence);
  });

  it('are refused as a model whose memory was transferred', async () => {
    const bytes = net.slice();
    structuredClone(bytes, { transfer: [bytes.buffer] });
    await expect(SparseSession.create(bytes)).rejects.toThrow('not an ONNX file');
  });
});
