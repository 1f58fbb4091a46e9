import type { QuantitySummary, StudySummary } from '@reluctant/study';
import Table from 'cli-table3';

/** Text decoration, as in picocolors. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
}

const columns = [
  ['val_loss', 'val loss', 3],
  ['val_accuracy', 'val accuracy', 3],
  ['train_loss', 'train loss', 3],
  ['sparsity', 'sparsity', 2],
  ['gate', 'ReLU share of gate', 2],
] as const;

/** The results of a study as a table: mean ± sample standard deviation over the runs, at the last epoch. */
export function resultTable({ strategies }: StudySummary, paint: Paint): string {
  const head = ['strategy', 'runs', ...columns.map(([, title]) => title), 'dead', 'diverged'];
  const table = new Table(tableStyle(head, paint));
  for (const { name, runs, last, dead_runs, diverged } of strategies) {
    const values = columns.map(([quantity, , digits]) => meanAndStd(last[quantity], digits) ?? paint.dim('–'));
    table.push([name, runs, ...values, dead_runs, diverged.length]);
  }
  return table.toString();
}

/** Style of all tables: bold heads, the first column left-aligned, numbers right-aligned. */
export function tableStyle(
  head: readonly string[],
  paint: Paint,
): Pick<Table.TableConstructorOptions, 'head' | 'colAligns' | 'style'> {
  return {
    head: head.map((title) => paint.bold(title)),
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  };
}

/** `0.295 ± 0.141`; without ± for a single run; undefined without a mean. */
export function meanAndStd(quantity: QuantitySummary | undefined, digits: number): string | undefined {
  if (quantity === undefined || quantity.mean === null) return undefined;
  const mean = quantity.mean.toFixed(digits);
  return quantity.std === null ? mean : `${mean} ± ${quantity.std.toFixed(digits)}`;
}
