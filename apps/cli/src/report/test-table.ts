import { textTable } from '@reluctant/command-line';
import type { StudySummary, TestSummary } from '@reluctant/study';
import { meanAndStd, noValue, type Paint, tableOptions, titled } from './result-table.js';

/**
 * The train × test table: a row per training strategy, a column per activation at test time, loss and sparsity in each
 * cell. Undefined if the study tests nothing.
 */
export function testTable({ strategies, config }: StudySummary, paint: Paint): string | undefined {
  const columns = [...new Set(strategies.flatMap(({ tests }) => tests.map(({ test }) => test)))];
  // Tables have a table of scores, which says as much about the activation that they ended with.
  if (columns.length === 0 || (config.table !== undefined && columns.length === 1)) return undefined;
  const head = ['trained with', ...columns.map((test) => `tested with ${test}`)];
  const rows = strategies.map(({ name, tests }) => [
    name,
    ...columns.map((column) => cellOf(tests.find(({ test }) => test === column)) ?? noValue),
  ]);
  return textTable(titled(head), rows, tableOptions(paint));
}

function cellOf(test: TestSummary | undefined): string | undefined {
  const loss = meanAndStd(test?.loss, 3);
  if (test === undefined || loss === undefined) return undefined;
  return `${loss}, ${((test.sparsity.mean ?? Number.NaN) * 100).toFixed(0).padStart(2)} %`;
}
