import type { RunEngine } from './sparse-session.js';

/** How one call of `run` was answered. */
export interface RunReport {
  /** `onnxruntime` if it answered any part. */
  readonly engine: RunEngine;
}

const reports = new WeakMap<object, RunReport>();
const bySparse: RunReport = { engine: 'sparse' };
const byOnnxRuntime: RunReport = { engine: 'onnxruntime' };

/** Keeps the report of a result. */
export function keepReport(result: object, engine: RunEngine): void {
  reports.set(result, engine === 'sparse' ? bySparse : byOnnxRuntime);
}

/** How the call that returned `result` was answered; undefined for an object that no `run` returned. */
export function reportOf(result: object): RunReport | undefined {
  return reports.get(result);
}
