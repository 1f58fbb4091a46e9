import { expect, test } from 'vitest';
import type { BenchCase, BenchedEngine, BenchFile } from '../directory/bench-file.js';
import type { VerificationFile } from '../directory/verification-file.js';
import { compareAnswers } from '../inference/compare-answers.js';
import { duration, engineRows, ratioSentences } from './bench-tables.js';
import { reportText } from './report-text.js';
import { speedChart } from './speed-chart.js';
import { verificationFailure, verificationText } from './verification-table.js';

const engine = (name: string, median_us: number, answered_by = 'sparse'): BenchedEngine => ({
  ...{ engine: name, median_us, p90_us: median_us * 2, p99_us: median_us * 3, calls: 100, answered_by, spinning: null },
});

const benchCase = (model: string, density: number, sparse: number): BenchCase => ({
  ...{ model, density, batch: 1, threads: 1, bound_us: 40 },
  engines: [
    engine('onnxruntime, dense graph', 200, 'onnxruntime'),
    engine('our kernel, dense', 300),
    engine('SparseSession float32', sparse),
  ],
});

const bench: BenchFile = {
  ...{ version: 1, model: 'model.onnx', widths: [30, 1024, 2], weight_bytes: 2 ** 20, seconds: 0.2, rounds: 3 },
  machine: { cpu: 'abacus', cores: 2 },
  bandwidth: [{ threads: 1, streams: 2e10, rows: 1e10 }],
  cases: [benchCase('as trained', 0.1, 50), benchCase('50 %', 0.5, 100), benchCase('5 %', 0.05, 20)],
  left_out: ['onnxruntime-node is not installed'],
};

test('speed-ups are against onnxruntime’s dense run, the bound included; two ratios stand side by side', () => {
  const [own] = bench.cases;
  if (own === undefined) throw new Error('there is a case');
  expect(engineRows(own).map(([name, median, , , speedUp]) => [name, median, speedUp])).toEqual([
    ['onnxruntime, dense graph', '200 µs', '1.00×'],
    ['our kernel, dense', '300 µs', '0.67×'],
    ['SparseSession float32', '50 µs', '4.00×'],
    ['bound: needed bytes / bandwidth', '40 µs', '5.00×'],
  ]);
  expect(ratioSentences(own)).toEqual([
    'sparsity gains 6.00× (our kernel dense / sparse), the kernel 0.67× (onnxruntime / our kernel dense).',
  ]);
});

test('without onnxruntime speed-ups are against our own dense kernel', () => {
  const own = {
    ...benchCase('as trained', 0.1, 50),
    engines: [engine('our kernel, dense', 300), engine('SparseSession float32', 50)],
  };
  expect(engineRows(own)[1]?.at(-1)).toBe('6.00×');
  expect(ratioSentences(own)).toEqual(['sparsity gains 6.00× (our kernel dense / sparse).']);
});

test('the chart has a line per engine over the densities, the model as trained as a point, and the bound', () => {
  const chart = speedChart(bench, 1);
  expect(chart?.data).toMatchObject({
    values: expect.arrayContaining([
      expect.objectContaining({ series: 'bound: needed bytes / bandwidth', reference: true, x: 5, y: 5 }),
      expect.objectContaining({ series: 'SparseSession float32', x: 50, y: 2 }),
      expect.objectContaining({ series: 'SparseSession, model as trained', x: 10, y: 4 }),
    ]),
  });
  expect(speedChart(bench, 2)).toBeUndefined();
});

test('a report holds the available parts and lists what is left out', () => {
  const text = reportText({
    training: undefined,
    verification: undefined,
    bench,
    pictures: ['plots/speed_up_1_thread.png'],
  });
  expect(text).not.toContain('## The model');
  expect(text).toContain('| SparseSession float32 | 50 µs | 100 µs | 150 µs | 4.00× |');
  expect(text).toContain('| 5 % | 1 | 1 | 1.00× | 0.67× | 10.00× | 5.00× |');
  expect(text).toContain('onnxruntime-node is not installed');
  expect(text).toContain('![speed up 1 thread](plots/speed_up_1_thread.png)');
});

test.each([
  [0.5, '0.50 µs'],
  [12.34, '12 µs'],
  [123.4, '123 µs'],
  [5100, '5.1 ms'],
])('%f microseconds are shown as %s', (us, text) => {
  expect(duration(us)).toBe(text);
});

test('outputs are compared by their largest difference and their labels; NaN is reported', () => {
  const reference = Float32Array.of(1, 2, 4, 3);
  expect(compareAnswers(Float32Array.of(1, 2.5, 3, 3.25), reference, 2)).toEqual({
    max_abs_difference: 1,
    argmax_agreement: 0.5,
  });
  expect(compareAnswers(Float32Array.of(1, Number.NaN, 4, 3), reference, 2).max_abs_difference).toBeNaN();
  expect(() => compareAnswers(new Float32Array(3), reference, 2)).toThrow('logits must be 4 values');
});

test('a failed verification names the engine and the cause: the difference or the labels', () => {
  const failed = (max_abs_difference: number, argmax_agreement: number): VerificationFile => ({
    ...{ version: 1, rows: 200, tolerance: 1e-5, largest_logit: 9, left_out: [], passed: false },
    engines: [
      { engine: 'a', max_abs_difference: 0, argmax_agreement: 1, accuracy: 1, exact: true, passed: true },
      { engine: 'b', max_abs_difference, argmax_agreement, accuracy: 1, exact: true, passed: false },
    ],
  });
  expect(verificationFailure(failed(0.02, 1))).toBe('b differs from the trainer by 2.0e-2, more than 9e-5');
  expect(verificationFailure(failed(1e-6, 0.99))).toBe('b predicts another label in 2 of 200 test rows');
  expect(verificationText(failed(0.02, 1))).toMatch(/FAILED[\s\S]*Verification failed\.$/);
});
