import { type Split, trainTestSplit } from '@reluctant/data';
import type { LoadedCase } from './load-case.js';

/** Share of the rows that are tested on. */
export const testShare = 0.2;

/**
 * Seeded divisions of the rows, numbers from 0; those of classes keep their shares. The seed of a division is its
 * number.
 */
export function caseSplits({ table, target, values }: LoadedCase, count: number): readonly Split[] {
  const stratify = target.task === 'classification' ? values : null;
  return Array.from({ length: count }, (_, index) =>
    trainTestSplit(table.rows, { testSize: testShare, randomState: index, stratify }),
  );
}
