import { textTable } from '@reluctant/command-line';
import { type QuantitySummary, type StudySummary, studyTask, type TestSummary } from '@reluctant/study';
import { meanAndStd, noValue, type Paint, tableOptions, titled } from './result-table.js';

type Score = readonly [title: string, digits: number | 'unit', of: (test: TestSummary) => QuantitySummary | undefined];

const scores: Readonly<Record<'classification' | 'regression', readonly Score[]>> = {
  classification: [
    ['accuracy', 3, ({ accuracy }) => accuracy],
    ['log-loss', 3, ({ loss }) => loss],
    ['AUROC', 3, ({ auroc }) => auroc],
    ['F1 (macro)', 3, ({ f1 }) => f1],
  ],
  regression: [
    ['RMSE', 'unit', ({ rmse }) => rmse],
    ['MAE', 'unit', ({ mae }) => mae],
    ['R²', 3, ({ r2 }) => r2],
  ],
};

/**
 * The usual scores of a table's study: a row per strategy, with the activation that it ended with. Undefined for made
 * data.
 */
export function scoreTable({ strategies, config }: StudySummary, paint: Paint): string | undefined {
  if (config.table === undefined) return undefined;
  const columns = scores[studyTask(config)];
  const rows = strategies.map(({ name, tests }) => {
    const own = tests.find(({ test }) => test === 'same');
    return [name, ...columns.map(([, digits, of]) => meanAndStd(own && of(own), digits) ?? noValue)];
  });
  return textTable(titled(['strategy', ...columns.map(([title]) => title)]), rows, tableOptions(paint));
}
