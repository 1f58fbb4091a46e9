import { exportMlp } from '@reluctant/onnx';
import { expectAllClose } from '@reluctant/testing';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, describe, expect, it } from 'vitest';
import { type RowObject, SparseSession, type SparseSessionOptions } from '../node/index.js';
import { denseNet } from '../test-support/nets.js';
import { birdModel } from '../test-support/table-model.js';

const rows: readonly RowObject[] = [
  {
    mass: 3100,
    epoch: 1_700_000_500,
    ring: 2n ** 53n + 3n,
    male: true,
    seen: new Date('2024-02-29T23:59:00Z'),
    island: 'Dream',
  },
  { mass: null, epoch: null, ring: null, male: null, seen: null, island: null },
  { mass: -1.5, epoch: 0.25, ring: 7, male: false, seen: '1969-12-31T23:59:59.999Z', island: 'Elsewhere' },
];

/** The same rows as tensors. */
const feeds = {
  mass: new Tensor('float32', Float32Array.of(3100, Number.NaN, -1.5), [3, 1]),
  epoch: new Tensor('float64', Float64Array.of(1_700_000_500, Number.NaN, 0.25), [3, 1]),
  ring: new Tensor('int64', BigInt64Array.of(2n ** 53n + 3n, -(2n ** 63n), 7n), [3, 1]),
  male: new Tensor('float32', Float32Array.of(1, Number.NaN, 0), [3, 1]),
  seen: new Tensor('int64', BigInt64Array.of(BigInt(Date.UTC(2024, 1, 29, 23, 59)), -(2n ** 63n), -1n), [3, 1]),
  island: new Tensor('string', ['Dream', '', 'Elsewhere'], [3, 1]),
};

async function onnxruntime(file: Uint8Array): Promise<Readonly<Record<string, Tensor>>> {
  const session = await InferenceSession.create(file, { logSeverityLevel: 4 });
  const { ring: _, ...others } = feeds;
  const given = session.inputNames.includes('ring') ? feeds : others;
  return (await session.run(given)) as Readonly<Record<string, Tensor>>;
}

const opened: SparseSession[] = [];
afterEach(async () => {
  for (const session of opened.splice(0)) await session.release();
});

async function open(file: Uint8Array, options: SparseSessionOptions = {}): Promise<SparseSession> {
  const session = await SparseSession.create(file, options);
  opened.push(session);
  return session;
}

describe('a session on a model of a table', () => {
  it.each(['species', 'flag', 'whole', 'ring'] as const)(
    'run and runSync label %s as onnxruntime does, with probabilities within 1e-6',
    async (target) => {
      const file = birdModel(target);
      const theirs = await onnxruntime(file);
      const session = await open(file, { onnxRuntime: false });
      expect(session.info).toMatchObject({ engine: 'sparse' });
      const run = await session.run(feeds);
      expect(run.label?.data).toEqual(theirs.label?.data);
      const probabilities = theirs.probabilities?.data as Float32Array;
      expectAllClose(run.probabilities?.data as Float32Array, probabilities, { absolute: 1e-6 });
      const asked = target === 'ring' ? rows.map(({ ring: _, ...rest }) => rest) : rows;
      const answers = session.runSync(asked);
      expect(answers.flatMap((answer) => [...(answer.probabilities ?? [])])).toEqual([
        ...(run.probabilities?.data ?? []),
      ]);
      const typed = { species: String, flag: Boolean, whole: Number, ring: (value: unknown) => value }[target];
      expect(answers.map(({ label }) => label)).toEqual(Array.from(theirs.label?.data ?? [], typed));
      expect(asked.map((row) => session.runSync(row))).toEqual(answers);
    },
  );

  it.each([8, 300])('a regressor of width %i gives the value in its unit, within 1e-5 of it', async (width) => {
    const file = birdModel('weight', width);
    const value = (await onnxruntime(file)).value?.data as Float64Array;
    const session = await open(file, { onnxRuntime: false, threads: 1 });
    const answers = session.runSync(rows).map((answer) => answer.value ?? Number.NaN);
    expectAllClose(answers, value, { relative: 1e-5 });
  });

  it('takes a whole row of the training table: its target and columns that were dropped are not read', async () => {
    const session = await open(birdModel('species'));
    const [row = {}] = rows;
    expect(session.runSync({ ...row, species: 'Adelie', note: 'any', flag: true })).toEqual(session.runSync(row));
    expect(session.runSync([])).toEqual([]);
  });

  it('a file of batch 1 takes one row', async () => {
    const session = await open(birdModel('species', 8, { batch: 1 }));
    expect(session.runSync(rows[0] ?? {})).toHaveProperty('label');
    expect(() => session.runSync(rows)).toThrow('the graph takes 1 rows, got 3');
  });

  const [good = {}] = rows;
  const { mass: _, ...lacking } = good;
  it.each<[string, RowObject]>([
    ["field 'mass' is absent; a missing value is null", lacking],
    ['field \'mass\' must be a number within the range of float32 or null, got "3100"', { ...good, mass: '3100' }],
    ["field 'mass' must be a number within the range of float32 or null, got 1e+39", { ...good, mass: 1e39 }],
    ["field 'epoch' must be a finite number or null, got Infinity", { ...good, epoch: Infinity }],
    ["field 'ring' must be a whole number of 64 bits or null, got 0.5", { ...good, ring: 0.5 }],
    ["field 'male' must be true, false or null, got 1", { ...good, male: 1 }],
    ['field \'seen\' must be a Date, a text in ISO 8601 or null, got "yesterday"', { ...good, seen: 'yesterday' }],
    ["field 'island' must be a text or null, got 7", { ...good, island: 7 }],
  ])('refuses a row: %s', async (said, row) => {
    const session = await open(birdModel('species'));
    expect(() => session.runSync(row)).toThrow(`the model given as bytes: ${said}`);
    expect(() => session.runSync([good, row])).toThrow(`the model given as bytes: row 2: ${said}`);
  });

  it('refuses an unknown field with the nearest name, what is no row, and graphs whose inputs are no columns', async () => {
    const session = await open(birdModel('species'));
    expect(() => session.runSync({ ...good, masss: 1 })).toThrow(/'masss'.*'?mass/);
    expect(() => Reflect.apply(session.runSync, session, [[3]])).toThrow('row 1: a row must be an object, got 3');
    const net = await open(exportMlp(denseNet(1, [4, 3, 2], 'relu')));
    expect(() => net.runSync({ a: 1 })).toThrow(
      "runSync takes row objects where each input is a column [rows, 1]: the input 'features' is float32 and has the shape [batch, 4]",
    );
    await session.release();
    expect(() => session.runSync(good)).toThrow('the session was released');
  });
});
