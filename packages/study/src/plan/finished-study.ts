import type { EpochRow } from '@reluctant/metrics';
import type { FinishedPart } from '../presets/preset.js';
import type { ValuesByRun } from '../summary/compared-values.js';

/** One study of a plan that is done, with its rows. */
export interface FinishedStudy extends FinishedPart {
  readonly directory: string;
  readonly rows: readonly EpochRow[];
  /** Final values of the compared quantity by run. */
  readonly valuesOf: (strategy: string) => ValuesByRun;
  /** True if it was done before. */
  readonly before: boolean;
}
