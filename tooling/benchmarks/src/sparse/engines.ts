/** What a peer process runs. */
export type EngineKind = 'onnxruntime' | 'onnxruntime-sparse-graph' | 'onnxruntime-int8' | 'session' | 'session-dense';

/** One process of the benchmark: an engine with a number of threads, alone with its model. */
export interface PeerEngine {
  readonly name: string;
  readonly kind: EngineKind;
  readonly threads: number;
  /** onnxruntime's threads spin between calls. */
  readonly spinning: boolean;
  readonly precision: 'float32' | 'bfloat16' | 'int8';
  /** The time depends on the density. */
  readonly sparse: boolean;
}

const engine = (kind: EngineKind, threads: number, more: Partial<PeerEngine> = {}): PeerEngine => {
  const precision = more.precision ?? 'float32';
  const marks = [precision === 'float32' ? '' : `-${precision}`, `-${threads}`, more.spinning ? '-spinning' : ''];
  return { kind, threads, spinning: false, precision, sparse: false, ...more, name: kind + marks.join('') };
};

/** All engines of a wide net, for one thread and for all. */
export function wideEngines(allThreads: number): readonly PeerEngine[] {
  return [...new Set([1, allThreads])].flatMap((threads) => [
    engine('onnxruntime', threads),
    // With one thread there is no pool that could spin.
    ...(threads > 1 ? [engine('onnxruntime', threads, { spinning: true })] : []),
    engine('onnxruntime-sparse-graph', threads, { sparse: true }),
    engine('onnxruntime-int8', threads, { spinning: threads > 1 }),
    engine('session-dense', threads),
    engine('session', threads, { sparse: true }),
    engine('session', threads, { sparse: true, precision: 'bfloat16' }),
    engine('session', threads, { sparse: true, precision: 'int8' }),
  ]);
}
