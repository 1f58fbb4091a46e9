import type { EpochRow } from '@reluctant/metrics';
import type { TestRow } from '../rows/test-row.js';
import { comparedValues } from '../summary/compared-values.js';
import type { FinishedPart } from '../summary/finished-part.js';
import type { ComparableStudy } from './compare-studies.js';

/** A finished study with its values by run. */
export interface PartWithRows extends Pick<FinishedPart, 'label' | 'summary'> {
  /** Rows of the last epochs. */
  readonly lastRows: readonly EpochRow[];
  readonly tests: readonly TestRow[];
}

/** Prepares a finished study for {@link compareStudies}. */
export function comparableStudy({ label, summary, lastRows, tests }: PartWithRows): ComparableStudy {
  return { label, summary, compared: comparedValues(summary.config, lastRows, tests) };
}
