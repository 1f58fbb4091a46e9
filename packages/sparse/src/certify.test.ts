import { exportMlp, type MlpGraph } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';
// The built package: its threads load the built worker.
import { SparseSession, type SparseSessionOptions } from '@reluctant/sparse';
import { describe, expect, it } from 'vitest';
import { normalInputs } from './test-support/nets.js';

const [inputs, hidden, outputs] = [600, 2000, 6];

/**
 * Gaussian weights; biases of the first layer put a unit at zero where pre-activations have `shift` standard
 * deviations.
 */
function net(kind: 'dense' | 'gatedFfn', shift: number): MlpGraph {
  const random = new RandomState(4);
  const linear = (columns: number, rows: number, bias: number) => ({
    ...{ inputs: columns, outputs: rows, bias: new Float32Array(rows).fill(bias) },
    weight: Float32Array.from(random.standardNormal(columns * rows), (value) => value / Math.sqrt(columns)),
  });
  const first = linear(inputs, hidden, -shift);
  const last = linear(hidden, outputs, 0);
  return {
    ...{ inputName: 'x', outputName: 'y', metadata: {} },
    layers:
      kind === 'dense'
        ? [
            { kind, linear: first, activation: 'relu' },
            { kind, linear: last, activation: 'none' },
          ]
        : [{ kind, gate: first, up: linear(inputs, hidden, 0), down: last, activation: 'none' }],
  };
}

async function opened<Result>(
  file: Uint8Array,
  options: SparseSessionOptions,
  use: (session: SparseSession) => Promise<Result>,
): Promise<Result> {
  const session = await SparseSession.create(file, { onnxRuntime: false, ...options });
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}

describe('certify', () => {
  for (const kind of ['dense', 'gatedFfn'] as const) {
    it(`gives the bits of a session without it, ${kind}, for 1 to 4 threads, float32 and bfloat16`, async () => {
      const file = exportMlp(net(kind, 1.5));
      const rows = [1, 2, 3].map((seed) => normalInputs(seed, inputs));
      for (const precision of ['float32', 'bfloat16'] as const) {
        const answer = (session: SparseSession) => rows.map((row) => session.runSync(row));
        const plain = await opened(file, { precision, certify: false, threads: 1 }, async (session) => answer(session));
        for (const threads of [1, 2, 3, 4]) {
          await opened(file, { precision, threads }, async (session) => {
            expect(answer(session)).toEqual(plain);
            const [step] = session.info.steps;
            const screen = step?.kind === 'chain' ? step.layers[0]?.screen : undefined;
            // 1.2 million weights stay in a cache.
            const limit = precision === 'float32' ? 0.45 : 0.25;
            expect(screen).toMatchObject({ units: 3 * hidden, pays: true, limit });
            expect(screen?.candidates).toBeLessThan(0.2);
          });
        }
      }
    });
  }

  it('says in info that it does not pay where units are active, and nothing where it is off', async () => {
    const screenOf = (session: SparseSession) => {
      const [step] = session.info.steps;
      return step?.kind === 'chain' ? step.layers.map(({ screen }) => screen) : [];
    };
    const run = async (session: SparseSession) => {
      for (let seed = 0; seed < 30; seed++) session.runSync(normalInputs(seed, inputs));
      return screenOf(session);
    };
    const [first, second] = await opened(exportMlp(net('dense', -1)), { threads: 1 }, run);
    expect(first?.pays).toBe(false);
    expect(first?.candidates).toBeGreaterThan(0.8);
    expect(second).toBeUndefined();
    const without = await opened(exportMlp(net('dense', 1.5)), { threads: 1, certify: false }, run);
    expect(without).toEqual([undefined, undefined]);
  });

  it('is refused unless it is true or false', async () => {
    const options = { certify: 'yes' } as unknown as SparseSessionOptions;
    await expect(SparseSession.create(exportMlp(net('dense', 1)), options)).rejects.toThrow(
      'certify must be true or false, got "yes"',
    );
  });
});
