import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RandomState } from '@reluctant/random';
// The built package: its threads load the built worker.
import { SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../fixtures/kinds/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.onnx'));

/** Kinds that the session's own kernels do not know, and why. */
const handedOver: Readonly<Record<string, string>> = {
  'element-norm': 'node 0 (BatchNormalization): its attribute spatial is not 1',
};
/** Kinds that they know, but compute in plain loops: onnxruntime runs them where it is installed. */
const slow: readonly string[] = ['float64', 'gelu'];

/** Random inputs of `rows` rows; the names of other open dimensions give four. */
function feedsFor({ inputMetadata }: InferenceSession, rows: number): Record<string, Tensor> {
  const random = new RandomState(rows);
  return Object.fromEntries(
    inputMetadata.map((info) => {
      if (!info.isTensor) throw new Error('expected tensors');
      const dims = info.shape.map((dim) => (typeof dim === 'number' ? dim : dim === 'sequence' ? 4 : rows));
      const numbers = random.standardNormal(dims.reduce((size, dim) => size * dim, 1));
      if (info.type === 'float64') return [info.name, new Tensor('float64', numbers, dims)];
      if (info.type === 'int64')
        return [
          info.name,
          new Tensor(
            'int64',
            BigInt64Array.from(numbers, (x) => BigInt(Math.round(3 * x))),
            dims,
          ),
        ];
      return [info.name, new Tensor('float32', Float32Array.from(numbers), dims)];
    }),
  );
}

/** Floats within 1e-5 of the largest, everything else equal. */
function expectSame(name: string, got: Tensor | undefined, wanted: Tensor): void {
  expect([name, got?.type, got?.dims]).toEqual([name, wanted.type, wanted.dims]);
  if (!wanted.type.startsWith('float')) {
    expect(got?.data).toEqual(wanted.data);
    return;
  }
  const [ours, theirs] = [got?.data as Float64Array, wanted.data as Float64Array];
  const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  theirs.forEach((value, index) => {
    expect(Math.abs(value - (ours[index] ?? Number.NaN))).toBeLessThanOrEqual(1e-5 * largest);
  });
}

describe('files of every kind: floats within 1e-5 of the largest of onnxruntime, the rest equal, batches 1, 3 and 64', () => {
  for (const file of names) {
    const kind = file.replace('.onnx', '');
    it(kind, async () => {
      const theirs = await InferenceSession.create(folder + file, { logSeverityLevel: 4 });
      const tensors = theirs.outputMetadata.filter(({ isTensor }) => isTensor).map(({ name }) => name);
      const sessions = [await SparseSession.create(folder + file)];
      expect(sessions[0]?.info.engine).toBe(kind in handedOver || slow.includes(kind) ? 'onnxruntime' : 'sparse');
      if (kind in handedOver) {
        expect(sessions[0]?.info.reason).toBe(handedOver[kind]);
        const alone = SparseSession.create(folder + file, { onnxRuntime: false });
        await expect(alone).rejects.toThrow(`${handedOver[kind]}; onnxruntime may run the model`);
      } else sessions.push(await SparseSession.create(folder + file, { onnxRuntime: false }));
      for (const rows of [1, 3, 64]) {
        const feeds = feedsFor(theirs, rows);
        const wanted = await theirs.run(feeds, tensors);
        for (const session of sessions) {
          expect(session.inputNames).toEqual(theirs.inputNames);
          expect(session.outputNames).toEqual(theirs.outputNames);
          expect(session.inputMetadata).toEqual(theirs.inputMetadata);
          expect(session.outputMetadata.map(({ isTensor }) => isTensor)).toEqual(
            theirs.outputMetadata.map(({ isTensor }) => isTensor),
          );
          const results = await session.run(feeds);
          expect(Object.keys(results)).toEqual(tensors);
          for (const name of tensors) expectSame(name, results[name], wanted[name] as Tensor);
        }
      }
      await Promise.all([theirs, ...sessions].map((session) => session.release()));
    });
  }

  it('and there are files', () => {
    expect(names.length).toBeGreaterThan(30);
  });
});

describe('tensors in another file', () => {
  const model = readFileSync(`${folder}external.onnx`);
  const data = readFileSync(`${folder}external.data`);
  const x = new Tensor('float32', new Float32Array(6).fill(0.5), [1, 6]);

  it('are given as bytes with a model that is given as bytes, and asked for by name if they are not', async () => {
    const beside = await SparseSession.create(`${folder}external.onnx`);
    const given = await SparseSession.create(model, { externalData: [{ path: './external.data', data }] });
    expect((await given.run({ x })).y?.data).toEqual((await beside.run({ x })).y?.data);
    await expect(SparseSession.create(model)).rejects.toThrow("with the path 'external.data'");
    await Promise.all([beside.release(), given.release()]);
  });
});
