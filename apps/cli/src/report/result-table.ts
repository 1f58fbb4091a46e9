import type { QuantitySummary, StudySummary } from '@reluctant/study';
import Table from 'cli-table3';

/** Text decoration, as picocolors has it. */
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

/** The end of a study as a table: mean ± sample standard deviation over the runs, at the last epoch. */
export function resultTable({ strategies }: StudySummary, paint: Paint): string {
  const head = ['activation', 'runs', ...columns.map(([, title]) => title), 'dead', 'diverged'];
  const table = new Table({
    head: head.map((title) => paint.bold(title)),
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, runs, last, dead_runs, diverged } of strategies) {
    const values = columns.map(([quantity, , digits]) => meanAndStd(last[quantity], digits) ?? paint.dim('–'));
    table.push([name, runs, ...values, dead_runs, diverged.length]);
  }
  return table.toString();
}

function meanAndStd(quantity: QuantitySummary | undefined, digits: number): string | undefined {
  if (quantity === undefined || quantity.mean === null) return undefined;
  const mean = quantity.mean.toFixed(digits);
  return quantity.std === null ? mean : `${mean} ± ${quantity.std.toFixed(digits)}`;
}
