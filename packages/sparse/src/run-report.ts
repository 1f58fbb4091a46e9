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

class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: a class derived from this one adds its private field to any object
    return object;
  }
}

/**
 * Adds a private field to a result. It is no key, and unlike an entry of a WeakMap it costs a garbage collector
 * nothing: rows of small nets are answered in microseconds.
 */
class Reported extends Given {
  readonly #report: RunReport;

  constructor(result: object, report: RunReport) {
    super(result);
    this.#report = report;
  }

  static report(result: object): RunReport | undefined {
    return #report in result ? result.#report : undefined;
  }
}

/** Of results of narrow nets, which have no densities and are not marked: their rows take less than a microsecond. */
const narrow: RunReport = { engine: 'sparse', densities: undefined };

/** Remembers how a result was answered; once for each object. */
export function keepReport(result: object, report: RunReport): void {
  new Reported(result, report);
}

/**
 * How a call of `run` was answered.
 *
 * @param result - the object that `run` returned; for any other object the report means nothing
 */
export function reportOf(result: object): RunReport {
  return Reported.report(result) ?? narrow;
}
