import { markdownTable } from '../figure-blocks.js';
import type { SparseCall, SparseCaseResult, TinyResult } from '../sparse-result.js';

/** Which call of a case. */
export interface CallQuery {
  readonly engine: string;
  readonly batch: number;
  readonly inputs?: number;
  readonly own?: boolean;
}

/** The call, if it was measured. `own` matters for batches of float32 sessions only, which are measured both ways. */
export function findCall(
  calls: readonly SparseCall[],
  { engine, batch, inputs, own = false }: CallQuery,
): SparseCall | undefined {
  return calls.find(
    (call) => call.engine === engine && call.batch === batch && call.inputs === inputs && call.own === own,
  );
}

/** onnxruntime's dense run with so many threads, its better setting of spinning. */
export function bestOnnxRuntime(calls: readonly SparseCall[], threads: number, batch: number): SparseCall | undefined {
  return calls
    .filter((call) => /^onnxruntime-\d/.test(call.engine) && call.threads === threads && call.batch === batch)
    .sort((a, b) => a.median - b.median)[0];
}

/** All numbers of threads of a case. */
export function threadsOf({ calls }: SparseCaseResult): readonly number[] {
  return [...new Set(calls.map(({ threads }) => threads))];
}

/** `3.4×`, two significant digits from 10 on; a dash for what was not measured. */
export function times(ratio: number | undefined): string {
  if (ratio === undefined || Number.isNaN(ratio)) return '–';
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio >= 1 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}

/** `1.85×`, for targets that are that exact. */
export const twoDecimals = (ratio: number | undefined): string => (ratio === undefined ? '–' : `${ratio.toFixed(2)}×`);

/** `87 %`. */
export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${Math.round(100 * share)} %`;

/** Microseconds in a readable unit. */
export function duration(microseconds: number | undefined): string {
  if (microseconds === undefined) return '–';
  if (microseconds >= 1000) return `${(microseconds / 1000).toFixed(microseconds >= 10_000 ? 0 : 1)} ms`;
  return `${microseconds.toFixed(microseconds >= 10 ? 0 : 2)} µs`;
}

/** One row at a time: the gain of sparsity, the gain of the kernel, and the bound set by memory bandwidth. */
export function oneRowTable(cases: readonly SparseCaseResult[]): string {
  const rows = cases.flatMap((one) =>
    threadsOf(one).flatMap((threads) => {
      const dense = bestOnnxRuntime(one.calls, threads, 1);
      const ownDense = findCall(one.calls, { engine: `session-dense-${threads}`, batch: 1 });
      return one.inputSets.map(({ title }, inputs) => {
        const session = findCall(one.calls, { engine: `session-${threads}`, batch: 1, inputs });
        const graph = findCall(one.calls, { engine: `onnxruntime-sparse-graph-${threads}`, batch: 1, inputs });
        const bound = session?.bytes === undefined ? undefined : (4 * one.weights) / session.bytes;
        return [
          `(${one.name}) ${title}, ${threads === 1 ? '1 thread' : `${threads} threads`}`,
          duration(dense?.median),
          duration(session?.median),
          times(session?.overOnnxRuntime),
          times(bound),
          times(session?.overOwnDense),
          times(ownDense?.overOnnxRuntime),
          percent(session?.ofBound),
          times(graph?.overOnnxRuntime),
        ];
      });
    }),
  );
  return markdownTable(
    [
      'case, active units',
      'onnxruntime dense',
      'SparseSession',
      'gain',
      'gain by bytes',
      'ours dense / sparse',
      'onnxruntime / ours dense',
      'of the read bandwidth',
      'gain of the sparse graph in onnxruntime',
    ],
    rows,
  );
}

/** Reduced precisions at one row, beside float32 and onnxruntime's dynamic int8. */
export function precisionTable(cases: readonly SparseCaseResult[]): string {
  const rows = cases.flatMap((one) =>
    threadsOf(one).flatMap((threads) =>
      one.inputSets.map(({ title }, inputs) => {
        const [half, quarter] = ['bfloat16', 'int8'].map((precision) => {
          const engine = `session-${precision}-${threads}`;
          return {
            call: findCall(one.calls, { engine, batch: 1, inputs }),
            accuracy: one.accuracy.find((row) => row.engine === `session-${precision}-1` && row.inputs === inputs),
          };
        });
        const theirs = one.accuracy.find((row) => row.engine === 'onnxruntime-int8-1' && row.inputs === inputs);
        return [
          `(${one.name}) ${title}, ${threads === 1 ? '1 thread' : `${threads} threads`}`,
          times(half?.call?.overFloat32),
          half?.accuracy?.largestDifference.toPrecision(2) ?? '–',
          percentExact(half?.accuracy?.sameArgmax),
          times(quarter?.call?.overFloat32),
          quarter?.accuracy?.largestDifference.toPrecision(2) ?? '–',
          percentExact(quarter?.accuracy?.sameArgmax),
          times(quarter?.call?.overOnnxRuntimeInt8),
          percentExact(theirs?.sameArgmax),
        ];
      }),
    ),
  );
  return markdownTable(
    [
      'case, active units',
      'bfloat16 / float32',
      'largest error',
      'same argmax',
      'int8 / float32',
      'largest error',
      'same argmax',
      'onnxruntime int8 / ours int8',
      'its argmax',
    ],
    rows,
  );
}

/** `87.5 %`. */
export const percentExact = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;

/** Batches: `run` beside onnxruntime's dense run, who answered, and our own kernels alone. */
export function batchTable(cases: readonly SparseCaseResult[]): string {
  const batches = [...new Set(cases.flatMap(({ calls }) => calls.map(({ batch }) => batch)))].filter(
    (batch) => batch > 1,
  );
  const rows = cases.flatMap((one) =>
    threadsOf(one).flatMap((threads) =>
      one.inputSets.map(({ title }, inputs) => [
        `(${one.name}) ${title}, ${threads === 1 ? '1 thread' : `${threads} threads`}`,
        ...batches.flatMap((batch) => {
          const query = { engine: `session-${threads}`, batch, inputs };
          const call = findCall(one.calls, query);
          const own = findCall(one.calls, { ...query, own: true });
          const by = call?.lastEngine === 'onnxruntime' ? ' (o)' : '';
          return [`${times(call?.overOnnxRuntime)}${by}`, times(own?.overOnnxRuntime)];
        }),
      ]),
    ),
  );
  return markdownTable(
    ['case, active units', ...batches.flatMap((batch) => [`\`run\`, batch ${batch}`, '`runSync`'])],
    rows,
  );
}

/** The largest difference from onnxruntime's dense run over all inputs, float32. */
export function accuracyTable(cases: readonly SparseCaseResult[]): string {
  const engines = ['session-1', 'session-dense-1', 'onnxruntime-sparse-graph-1'];
  const titles = ['SparseSession', 'ours dense', 'sparse graph in onnxruntime'];
  return markdownTable(
    ['case', 'largest logit', ...titles, 'same argmax'],
    cases.map((one) => {
      const of = (engine: string) => one.accuracy.filter((row) => row.engine === engine);
      const session = of('session-1');
      return [
        `(${one.name}) ${one.title}`,
        Math.max(...session.map(({ largestLogit }) => largestLogit)).toPrecision(2),
        ...engines.map((engine) =>
          Math.max(...of(engine).map(({ largestDifference }) => largestDifference)).toExponential(1),
        ),
        percentExact(Math.min(...session.map(({ sameArgmax }) => sameArgmax))),
      ];
    }),
  );
}

/** Titles of the ways to call the tiny net. */
export const tinyTitles: Readonly<Record<string, string>> = {
  plain: 'plain JavaScript loop',
  'run-sync': '`runSync`',
  'run-sync-again': '`runSync` in another process',
  'run-sync-uncertified': '`runSync` with `certify: false`',
  run: '`run`',
  onnxruntime: 'onnxruntime `run`',
  'tfjs-cpu': 'TensorFlow.js `predict`, cpu',
  'tfjs-wasm': 'TensorFlow.js `predict`, wasm',
};

/** The tiny net: the cost of a call, of a start, and of idling. */
export function tinyTable({ engines }: TinyResult): string {
  return markdownTable(
    ['way', 'a call', 'p99', 'times the loop', 'times `runSync`', 'cold start', '1000 a second: median', 'p99', 'idle'],
    engines.map((one) => [
      tinyTitles[one.engine] ?? one.engine,
      duration(one.median),
      duration(one.p99),
      times(one.overPlain),
      times(one.overRunSync),
      `${one.coldStart.toFixed(0)} ms`,
      duration(one.steady.median),
      duration(one.steady.p99),
      percentExact(one.idleCpu),
    ]),
  );
}

/** Many calls at a time: latency, and how long the event loop was held. */
export function concurrencyTable(cases: readonly SparseCaseResult[]): string {
  const measured = cases.flatMap(({ title, concurrent = [] }) => concurrent.map((one) => ({ title, ...one })));
  if (measured.length === 0) return 'The stored result was measured before there was this test.';
  return markdownTable(
    ['net', 'engine', 'calls at a time', 'p50', 'p99', 'timer late, p50', 'timer late, p99'],
    measured.map(({ title, engine, calls, latency, late }) => [
      title,
      engine,
      String(calls),
      ...[latency.median, latency.p99, late.median, late.p99].map(duration),
    ]),
  );
}

/** Engines in service: latency of single requests at a fixed rate, and the load while idle. */
export function serviceTable(cases: readonly SparseCaseResult[]): string {
  return markdownTable(
    ['engine', 'median', 'p90', 'p99', 'core used while idle'],
    cases.flatMap(({ service = [] }) =>
      service.map(({ engine, steady, idleCpu }) => [
        engine,
        duration(steady.median),
        duration(steady.p90),
        duration(steady.p99),
        percentExact(idleCpu),
      ]),
    ),
  );
}
