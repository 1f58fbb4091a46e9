/** What a peer process runs. */
export type EngineKind =
  | 'onnxruntime'
  | 'onnxruntime-sparse-graph'
  | 'onnxruntime-int8'
  | 'session'
  | 'session-dense'
  | 'plain'
  | 'tfjs-cpu'
  | 'tfjs-wasm';

/** How a session is called: `run` may hand over a batch to onnxruntime, `sync` (runSync) never does. */
export type CallMethod = 'run' | 'sync';

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
  readonly method: CallMethod;
  /** Calls that are timed together: a clock is too coarse for one of well under a microsecond. */
  readonly callsPerSample: number;
  /** False: the session certifies no zeros. */
  readonly certify?: false;
  /** Measured only beside the float32 session of as many threads: its single rows, and batches in its own kernels. */
  readonly comparison?: true;
  /** Folder of another built clone of this repository whose session is used; absent: this one's. */
  readonly clone?: string;
}

const engine = (kind: EngineKind, threads: number, more: Partial<PeerEngine> = {}): PeerEngine => {
  const precision = more.precision ?? 'float32';
  const marks = [precision === 'float32' ? '' : `-${precision}`, `-${threads}`, more.spinning ? '-spinning' : ''];
  const defaults = { spinning: false, precision: 'float32', sparse: false, method: 'run', callsPerSample: 1 } as const;
  return { kind, threads, ...defaults, name: kind + marks.join(''), ...more };
};

const compared = { sparse: true, comparison: true } as const;

/** All engines of a wide net, for one thread and for all. */
export function wideEngines(allThreads: number): readonly PeerEngine[] {
  return [...new Set([1, allThreads])].flatMap((threads) => [
    engine('onnxruntime', threads),
    // With one thread there is no pool that could spin.
    ...(threads > 1 ? [engine('onnxruntime', threads, { spinning: true })] : []),
    engine('onnxruntime-sparse-graph', threads, { sparse: true, spinning: threads > 1 }),
    engine('onnxruntime-int8', threads, { spinning: threads > 1 }),
    engine('session-dense', threads),
    engine('session', threads, { sparse: true }),
    // Without certified zeros, and the same session again: how far two processes of one program differ.
    engine('session', threads, { ...compared, certify: false, name: `session-uncertified-${threads}` }),
    engine('session', threads, { ...compared, name: `session-again-${threads}` }),
    engine('session', threads, { sparse: true, precision: 'bfloat16' }),
    engine('session', threads, { sparse: true, precision: 'int8' }),
  ]);
}

/**
 * This build's session twice and another clone's once, for one thread and for all. The second copy of the same session
 * tells how far two processes of one program differ.
 */
export function againstEngines(clone: string, allThreads: number): readonly PeerEngine[] {
  return [...new Set([1, allThreads])].flatMap((threads) => [
    engine('onnxruntime', threads),
    ...(threads > 1 ? [engine('onnxruntime', threads, { spinning: true })] : []),
    engine('session', threads, { sparse: true }),
    engine('session', threads, { sparse: true, name: `session-again-${threads}` }),
    engine('session', threads, { sparse: true, name: `session-before-${threads}`, clone }),
  ]);
}

/** All ways to call a tiny net. */
export const tinyEngines: readonly PeerEngine[] = [
  engine('plain', 1, { name: 'plain', method: 'sync', callsPerSample: 100 }),
  engine('session', 1, { name: 'run-sync', method: 'sync', callsPerSample: 100 }),
  engine('session', 1, { name: 'run-sync-again', method: 'sync', callsPerSample: 100 }),
  engine('session', 1, { name: 'run-sync-uncertified', method: 'sync', callsPerSample: 100, certify: false }),
  engine('session', 1, { name: 'run' }),
  engine('onnxruntime', 1, { name: 'onnxruntime' }),
  engine('tfjs-cpu', 1, { name: 'tfjs-cpu' }),
  engine('tfjs-wasm', 1, { name: 'tfjs-wasm' }),
];
