import { engineNames } from '../directory/bench-file.js';
import type { EngineSpec } from './engine-request.js';

const session = {
  runtime: 'session',
  graph: 'dense',
  spinning: false,
  precision: 'float32',
  multiply: 'active',
  call: 'run',
  sweep: false,
} as const satisfies Omit<EngineSpec, 'name' | 'threads'>;

/** What a session does with a model: one chain of layers, a graph with other operators, or onnxruntime runs it. */
export type ModelKind = 'chain' | 'graph' | 'onnxruntime';

/** The engines that a bench measures with a number of threads. */
export function engineSpecs(
  threads: number,
  {
    onnxRuntime,
    sparseGraph,
    kind,
  }: { readonly onnxRuntime: boolean; readonly sparseGraph: boolean; readonly kind: ModelKind },
): readonly EngineSpec[] {
  const all: EngineSpec[] = [
    { ...session, name: engineNames.ownDense, threads, multiply: 'all', sweep: true },
    { ...session, name: engineNames.session, threads, sweep: true },
    { ...session, name: engineNames.sync, threads, call: 'runSync' },
    { ...session, name: engineNames.bfloat16, threads, precision: 'bfloat16' },
    { ...session, name: engineNames.sessionInt8, threads, precision: 'int8' },
  ];
  const own = all.filter(({ call, precision, multiply }) => {
    if (kind === 'graph') return call === 'run';
    return kind === 'chain' || (call === 'run' && precision === 'float32' && multiply === 'active');
  });
  if (!onnxRuntime) return own;
  // With several threads, spinning can help or hurt, so both are measured and the better one is shown.
  const spinnings = threads === 1 ? [false] : [false, true];
  const theirs = spinnings.flatMap((spinning): EngineSpec[] => {
    const runtime = { ...session, runtime: 'onnxruntime', threads, spinning } as const;
    return [
      { ...runtime, name: engineNames.dense, sweep: true },
      ...(sparseGraph ? [{ ...runtime, name: engineNames.sparse, graph: 'sparse', sweep: true } as const] : []),
      ...(kind === 'chain' ? [{ ...runtime, name: engineNames.int8, graph: 'int8' } as const] : []),
    ];
  });
  return [...theirs, ...own];
}
