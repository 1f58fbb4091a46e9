import { dataSetsOfRuns } from '../config/data-sets-of-runs.js';
import { plannedTests } from '../config/planned-tests.js';
import type { StudyConfig } from '../config/study-config.js';
import type { TestRow } from '../test-row.js';
import type { TestSummary } from './study-summary.js';
import { summariseValues } from './summarise-values.js';

/** One strategy's row of the train × test table, in the order of {@link plannedTests}. */
export function summariseTests(config: StudyConfig, strategy: string, tests: readonly TestRow[]): TestSummary[] {
  const planned = plannedTests(config);
  return planned.tests.flatMap((test): TestSummary[] => {
    const rows = tests.filter((row) => row.strategy === strategy && row.test === test).sort((a, b) => a.run - b.run);
    const dataSetOf = dataSetsOfRuns(config);
    const dataSets = dataSetOf && rows.map(({ run }) => dataSetOf(run));
    const over = (quantity: 'loss' | 'accuracy' | 'sparsity') =>
      summariseValues(
        rows.map((row) => row[quantity]),
        dataSets,
      );
    const [loss, accuracy, sparsity] = [over('loss'), over('accuracy'), over('sparsity')];
    // Undefined without rows: every run diverged.
    if (loss === undefined || accuracy === undefined || sparsity === undefined) return [];
    return [{ set: planned.set, test, loss, accuracy, sparsity }];
  });
}
