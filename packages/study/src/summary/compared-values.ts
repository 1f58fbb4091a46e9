import type { EpochRow } from '@reluctant/metrics';
import { readComparedQuantity } from '../config/compared-quantity.js';
import { plannedTests } from '../config/planned-tests.js';
import type { StudyConfig } from '../config/study-config.js';
import type { TestRow } from '../rows/test-row.js';

/** Values of one strategy by run; runs that diverged are not there. */
export type ValuesByRun = ReadonlyMap<number, number>;

/** The declared quantity: its name, and its finite values at the end of each run. */
export function comparedValues(
  config: Pick<StudyConfig, 'compare_by' | 'holdout' | 'test' | 'epochs'>,
  rows: readonly EpochRow[],
  tests: readonly TestRow[],
): { readonly name: string; readonly valuesOf: (strategy: string) => ValuesByRun } {
  const { quantity, test } = readComparedQuantity(config.compare_by) ?? { quantity: 'loss', test: 'same' };
  const { set } = plannedTests(config);
  const name = `${set === 'test' ? 'test' : 'val'}_${quantity}`;
  const values: { readonly strategy: string; readonly run: number; readonly value: number }[] =
    set === 'validation' && test === 'same'
      ? rows
          .filter(({ epoch }) => epoch === config.epochs)
          .map((row) => ({ ...row, value: row[quantity === 'loss' ? 'val_loss' : 'val_accuracy'] }))
      : tests.filter((row) => row.test === test).map((row) => ({ ...row, value: row[quantity] }));
  return {
    name: test === 'same' ? name : `${name} under ${test}`,
    valuesOf: (strategy) =>
      new Map(
        values
          .filter((row) => row.strategy === strategy && Number.isFinite(row.value))
          .map(({ run, value }) => [run, value]),
      ),
  };
}
