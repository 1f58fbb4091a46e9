import { heatMap, type NamedChart } from '@reluctant/plotting';
import type { StudySummary } from '@reluctant/study';

/** With more classes the cells are too small to read. */
const mostClasses = 12;

/**
 * The confusion matrix of each strategy on a table with classes, normalised by true class, mean over the runs. None for
 * more than {@link mostClasses} classes.
 */
export function* confusionCharts({ strategies, config: { table } }: StudySummary): Generator<NamedChart> {
  const classes = table?.classes ?? [];
  if (classes.length === 0 || classes.length > mostClasses) return;
  const cells = strategies.flatMap(({ name: panel, tests }) => {
    const { confusion = [] } = tests.find(({ test }) => test === 'same') ?? {};
    return confusion.flatMap((row, at) => {
      const rows = row.reduce((sum, count) => sum + count, 0);
      return row.map((count, to) => ({ panel, x: classes[to] ?? '', y: classes[at] ?? '', value: count / rows }));
    });
  });
  if (cells.length === 0) return;
  const set = strategies.flatMap(({ tests }) => tests)[0]?.set === 'test' ? 'held-out test set' : 'validation set';
  const chart = heatMap(cells, {
    title: 'Confusion matrices',
    subtitle: `share of the rows of a class on the ${set}, mean over runs`,
    xTitle: 'predicted class',
    yTitle: 'class',
    valueTitle: 'share of rows',
    format: '.2f',
    columns: 2,
  });
  yield ['confusion', chart];
}
