import type { FinishedStudy } from '../plan/finished-study.js';
import { comparedValues } from '../summary/compared-values.js';
import type { ComparableStudy } from './compare-studies.js';

/** A finished study as {@link compareStudies} takes it. */
export function comparableStudy({ label, summary, lastRows, tests }: FinishedStudy): ComparableStudy {
  return { label, summary, compared: comparedValues(summary.config, lastRows, tests) };
}
