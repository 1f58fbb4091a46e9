import type { RunEngine } from './sparse-session.js';

/** How one call of `run` was answered. */
export interface RunReport {
  /** `onnxruntime` if it answered any part. */
  readonly engine: RunEngine;
}

/** Results that onnxruntime had a part in. The others are not listed, because single rows take less than a microsecond. */
const byOnnxRuntime = new WeakSet<object>();

/** Remembers who answered a result. */
export function keepReport(result: object, engine: RunEngine): void {
  if (engine === 'onnxruntime') byOnnxRuntime.add(result);
}

/**
 * How a call of `run` was answered.
 *
 * @param result - the object that `run` returned; for any other object the report means nothing
 */
export function reportOf(result: object): RunReport {
  return { engine: byOnnxRuntime.has(result) ? 'onnxruntime' : 'sparse' };
}
