import type { RunEngine } from './sparse-session.js';

/** How one call of `run` was answered. */
export interface RunReport {
  /** `onnxruntime` if it answered any part. */
  readonly engine: RunEngine;
  /**
   * Share of non-zero units in the rows of this call: of the input, then after every layer; of every chain of layers in
   * turn, NaN for a chain that is at most 64 wide or that onnxruntime answered. Undefined if no chain counted them.
   */
  readonly densities: readonly number[] | undefined;
}

/**
 * Reports of results. Those of narrow nets, which have no densities, are not listed: their rows take less than a
 * microsecond.
 */
const reports = new WeakMap<object, RunReport>();
const narrow: RunReport = { engine: 'sparse', densities: undefined };

/** Remembers how a result was answered. */
export function keepReport(result: object, report: RunReport): void {
  reports.set(result, report);
}

/**
 * How a call of `run` was answered.
 *
 * @param result - the object that `run` returned; for any other object the report means nothing
 */
export function reportOf(result: object): RunReport {
  return reports.get(result) ?? narrow;
}
