import { expect, it } from 'vitest';
import { wideEngines } from './engines.js';
import type { CaseMeasurement } from './measure-case.js';
import type { Sample } from './sample.js';
import { summariseCase } from './summarise-case.js';

const linear = (inputs: number, outputs: number) => ({ inputs, outputs, weight: new Float32Array(inputs * outputs) });

/**
 * 4 → 8 → 2; a session takes 100 µs, onnxruntime 300, the session without certified zeros 160, the same session again
 * 102.
 */
function summary() {
  const sample = (engine: string, microseconds: number, more: Partial<Sample> = {}): Sample => ({
    ...{ engine, threads: 1, batch: 1, inputs: 0, own: false, lastEngine: undefined },
    blocks: [0, 1, 2].map((round) => ({ round, microseconds: [microseconds] })),
    ...more,
  });
  const batch = { batch: 4, own: true } as const;
  const seen: CaseMeasurement = {
    samples: [
      sample('onnxruntime-1', 300, { inputs: undefined }),
      sample('session-1', 100),
      sample('session-uncertified-1', 160),
      sample('session-again-1', 102),
      sample('session-1', 250, { batch: 4 }),
      sample('session-1', 200, batch),
      sample('session-uncertified-1', 198, batch),
      sample('session-again-1', 204, batch),
    ],
    // 1 byte a µs.
    bandwidth: [{ threads: 1, batch: 1, round: 0, streams: 1e6, rows: 1e6 }],
    answers: new Map([['session-1', [{ densities: [1, 0.25, 1], candidates: [0.3, undefined] }]]]),
    ...{ service: [], concurrent: [], disturbances: 0 },
  };
  const graph = {
    ...{ inputName: 'x', outputName: 'y', metadata: {} },
    layers: [
      { kind: 'dense', linear: linear(4, 8), activation: 'relu' },
      { kind: 'dense', linear: linear(8, 2), activation: 'none' },
    ],
  } as const;
  const engines = wideEngines(1);
  return summariseCase({ name: 'x', title: 'net', graph, inputTitles: ['10 %'], engines, answered: 1 }, seen);
}

it('puts a session beside itself without certified zeros and beside itself again, single rows and batches in own kernels', () => {
  const calls = summary().calls.filter(({ engine }) => engine === 'session-1');
  expect(calls.map(({ batch, own, overUncertified, overAgain }) => [batch, own, overUncertified, overAgain])).toEqual([
    [1, false, 1.6, 1.02],
    [4, false, undefined, undefined],
    [4, true, 0.99, 1.02],
  ]);
  const others = summary().calls.filter(({ engine }) => engine !== 'session-1');
  expect(others.some(({ overUncertified, overAgain }) => overUncertified ?? overAgain)).toBe(false);
});

it('counts the int8 copy and the candidates of a certified layer, all of it without, as bytes of the bound', () => {
  const { calls, inputSets } = summary();
  const [copy, candidates, second] = [4 * 32 * (264 / 1024), 4 * 32 * 0.3, 4 * 16 * 0.25];
  const session = calls.find(({ engine }) => engine === 'session-1');
  expect(session).toMatchObject({ overOnnxRuntime: 3, bytes: expect.closeTo(copy + candidates + second, 1) });
  expect(session?.ofBound).toBeCloseTo((copy + candidates + second) / 100, 3);
  expect(calls.find(({ engine }) => engine === 'session-uncertified-1')?.bytes).toBe(4 * 32 + second);
  expect(inputSets).toEqual([{ title: '10 %', densities: [1, 0.25, 1], candidates: 0.3 }]);
});
