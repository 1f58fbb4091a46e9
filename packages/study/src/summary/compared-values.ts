import type { Better, EpochRow } from '@reluctant/metrics';
import { readComparedQuantity, validationFields } from '../config/compared-quantity.js';
import { plannedTests } from '../config/planned-tests.js';
import type { StudyConfig } from '../config/study-config.js';
import type { TestRow } from '../rows/test-row.js';
import { keptRows } from './kept-rows.js';

/** Values of one strategy by run; NaN for runs that diverged. */
export type ValuesByRun = ReadonlyMap<number, number>;

/** The declared quantity at the end of each run. */
export interface ComparedValues {
  readonly name: string;
  readonly better: Better;
  /** Values of all planned runs of a strategy: NaN for runs without a finite value, which diverged. */
  readonly valuesOf: (strategy: string) => ValuesByRun;
}

/** The declared quantity: its name, and its values at the end of each run. */
export function comparedValues(
  config: Pick<StudyConfig, 'compare_by' | 'holdout' | 'test' | 'table' | 'epochs' | 'patience' | 'n_runs'>,
  rows: readonly EpochRow[],
  tests: readonly TestRow[],
): ComparedValues {
  const { quantity, test } = readComparedQuantity(config.compare_by) ?? { quantity: 'loss', test: 'same' };
  const { set } = plannedTests(config);
  const name = `${set === 'test' ? 'test' : 'val'}_${quantity}`;
  const values: { readonly strategy: string; readonly run: number; readonly value: number }[] =
    set === 'validation' && test === 'same'
      ? keptRows(config, rows).map((row) => ({ ...row, value: row[validationFields[quantity]] ?? Number.NaN }))
      : tests.filter((row) => row.test === test).map((row) => ({ ...row, value: row[quantity] ?? Number.NaN }));
  return {
    name: test === 'same' ? name : `${name} under ${test}`,
    better: quantity === 'accuracy' ? 'higher' : 'lower',
    valuesOf: (strategy) => {
      const ended = new Map(values.filter((row) => row.strategy === strategy).map(({ run, value }) => [run, value]));
      const planned = Array.from({ length: config.n_runs }, (_, run): [number, number] => {
        const value = ended.get(run) ?? Number.NaN;
        return [run, Number.isFinite(value) ? value : Number.NaN];
      });
      return new Map(planned);
    },
  };
}
