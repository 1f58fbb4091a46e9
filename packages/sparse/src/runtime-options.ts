import type { InferenceSession } from 'onnxruntime-common';
import type { SparseSessionOptions } from './sparse-session.js';

/** How long onnxruntime's threads spin while they wait for work. */
const spinMicroseconds = '500';

/** The options of an onnxruntime session that a session opens. */
export function onnxRuntimeOptions(options: SparseSessionOptions, threads: number): InferenceSession.SessionOptions {
  const { threads: _, precision, multiply, certify, onnxRuntime, limits, worker, externalData, ...theirs } = options;
  const { extra, ...rest } = theirs;
  // Spinning threads make short calls faster. onnxruntime's default would keep spinning for some 30 ms after the last
  // call and compete with the session's threads. Older versions ignore the duration.
  const spinning = { session: { intra_op: { allow_spinning: '1', spin_duration_us: spinMicroseconds } } };
  return {
    ...{ interOpNumThreads: 1, executionMode: 'sequential', extra: extra ?? spinning },
    ...rest,
    intraOpNumThreads: threads,
  };
}
