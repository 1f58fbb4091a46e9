import type { TestShare } from '@reluctant/trainer';
import { testShares } from '@reluctant/trainer';
import { readComparedQuantity } from './compared-quantity.js';
import type { StudyConfig } from './study-config.js';

/** The tests of the final weights of each run. */
export interface PlannedTests {
  /** The held-out test set where there is one. */
  readonly set: 'validation' | 'test';
  /** In a fixed order that does not depend on the settings. */
  readonly tests: readonly TestShare[];
}

/**
 * The tests at the end of each run: those of the setting `test`, the one that strategies are compared by, and `same` on
 * a held-out test set and for a table, whose study has more scores than the validation curves. Without any of these
 * there are none.
 */
export function plannedTests(config: Pick<StudyConfig, 'holdout' | 'test' | 'compare_by' | 'table'>): PlannedTests {
  const set = config.holdout > 0 ? 'test' : 'validation';
  const wanted = new Set<TestShare>(config.test);
  const compared = readComparedQuantity(config.compare_by)?.test ?? 'same';
  if (compared !== 'same' || wanted.size > 0 || set === 'test') wanted.add(compared);
  if (set === 'test' || config.table !== undefined) wanted.add('same');
  return { set, tests: testShares.filter((share) => wanted.has(share)) };
}
