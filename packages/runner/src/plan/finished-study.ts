import type { EpochRow } from '@reluctant/metrics';
import type { FinishedPart, TestRow } from '@reluctant/study';

/** One finished study of a plan, with its rows. */
export interface FinishedStudy extends FinishedPart {
  readonly directory: string;
  /** Rows of all epochs, read from the directory one after the other. */
  readonly rows: Iterable<EpochRow>;
  /** Rows of the last epochs. */
  readonly lastRows: readonly EpochRow[];
  readonly tests: readonly TestRow[];
  /** True if it was finished before this start. */
  readonly before: boolean;
}
