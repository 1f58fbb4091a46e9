import { significantDigits } from '@reluctant/presets';
import { type QuantitySummary, type StudySummary, studyTask } from '@reluctant/study';
import Table from 'cli-table3';

/** Text decoration, as in picocolors. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
}

/** Quantities with their titles and decimals; `unit`: four significant digits, for quantities in the target's unit. */
const columns = [
  ['val_loss', 'val loss', 3],
  ['val_accuracy', 'val accuracy', 3],
  ['val_rmse', 'val RMSE', 'unit'],
  ['val_r2', 'val R²', 3],
  ['train_loss', 'train loss', 3],
  ['sparsity', 'sparsity', 2],
  ['gate', 'ReLU share of gate', 2],
] as const;

/** Columns of the other task. */
const absent = { classification: ['val_rmse', 'val_r2'], regression: ['val_accuracy'] } as const;

/** The results of a study as a table: mean ± sample standard deviation over the runs, at the last or kept epoch. */
export function resultTable({ strategies, config }: StudySummary, paint: Paint): string {
  const left: readonly string[] = absent[studyTask(config)];
  const shown = columns.filter(([quantity]) => !left.includes(quantity));
  const stopped = config.patience !== undefined;
  const head = [
    'strategy',
    'runs',
    ...(stopped ? ['epoch'] : []),
    ...shown.map(([, title]) => title),
    'dead',
    'diverged',
  ];
  const table = new Table(tableStyle(head, paint));
  for (const { name, runs, kept_epoch, last, dead_runs, diverged } of strategies) {
    const values = shown.map(([quantity, , digits]) => meanAndStd(last[quantity], digits) ?? paint.dim('–'));
    const epoch = stopped ? [meanAndStd(kept_epoch, 1) ?? paint.dim('–')] : [];
    table.push([name, runs, ...epoch, ...values, dead_runs, diverged.length]);
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

/** `0.295 ± 0.141` with so many decimals, or four significant digits of the mean; without ± for a single run; undefined without a mean. */
export function meanAndStd(quantity: QuantitySummary | undefined, digits: number | 'unit'): string | undefined {
  if (quantity === undefined || quantity.mean === null) return undefined;
  const decimals = digits === 'unit' ? significantDigits(quantity.mean) : digits;
  const mean = quantity.mean.toFixed(decimals);
  return quantity.std === null ? mean : `${mean} ± ${quantity.std.toFixed(decimals)}`;
}
