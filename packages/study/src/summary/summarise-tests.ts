import { dataSetsOfRuns } from '../config/data-sets-of-runs.js';
import { plannedTests } from '../config/planned-tests.js';
import type { StudyConfig } from '../config/study-config.js';
import type { TestRow } from '../rows/test-row.js';
import type { QuantitySummary } from './quantity-summary.js';
import { type TestSummary, testQuantities } from './study-summary.js';
import { summariseValues } from './summarise-values.js';

/** One strategy's row of the train × test table, in the order of {@link plannedTests}. */
export function summariseTests(config: StudyConfig, strategy: string, tests: readonly TestRow[]): TestSummary[] {
  const planned = plannedTests(config);
  return planned.tests.flatMap((test): TestSummary[] => {
    const rows = tests.filter((row) => row.strategy === strategy && row.test === test).sort((a, b) => a.run - b.run);
    const dataSetOf = dataSetsOfRuns(config);
    const over = (quantity: TestQuantity): QuantitySummary | undefined => {
      const found = rows.flatMap(({ run, [quantity]: value }) => (value === undefined ? [] : [{ run, value }]));
      return summariseValues(
        found.map(({ value }) => value),
        dataSetOf && found.map(({ run }) => dataSetOf(run)),
      );
    };
    const [loss, sparsity] = [over('loss'), over('sparsity')];
    // Undefined without rows: every run diverged.
    if (loss === undefined || sparsity === undefined) return [];
    const learned = testQuantities.learned.flatMap((quantity) => {
      const summary = over(quantity);
      return summary === undefined ? [] : [[quantity, summary] as const];
    });
    const confusion = meanConfusion(rows, config.n_classes);
    return [
      { set: planned.set, test, loss, ...Object.fromEntries(learned), ...(confusion && { confusion }), sparsity },
    ];
  });
}

type TestQuantity = (typeof testQuantities)['always' | 'learned'][number];

/** Mean over runs of the matrices; undefined without any. */
function meanConfusion(rows: readonly TestRow[], classes: number): number[][] | undefined {
  const matrices = rows.flatMap(({ confusion }) => (confusion === undefined ? [] : [confusion]));
  if (matrices.length === 0) return undefined;
  const mean = (cell: number): number =>
    matrices.reduce((sum, matrix) => sum + (matrix[cell] ?? 0), 0) / matrices.length;
  return Array.from({ length: classes }, (_, row) =>
    Array.from({ length: classes }, (__, column) => mean(row * classes + column)),
  );
}
