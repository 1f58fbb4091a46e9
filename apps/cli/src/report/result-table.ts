import { type TextTableOptions, terminalWidth, textTable } from '@reluctant/command-line';
import { significantDigits } from '@reluctant/presets';
import { type QuantitySummary, type StudySummary, studyTask } from '@reluctant/study';

/** Text decoration, as in picocolors. */
export interface Paint {
  bold(text: string): string;
}

/** Quantities with their titles and decimals; `unit`: four significant digits, for quantities in the target's unit. */
const columns = [
  ['val_loss', 'val loss', 3],
  ['val_accuracy', 'val accuracy', 3],
  ['val_rmse', 'val RMSE', 'unit'],
  ['val_r2', 'val R²', 3],
  ['train_loss', 'train loss', 3],
  ['sparsity', 'sparsity', 2],
  ['gate', 'gate: ReLU', 2],
] as const;

/** Columns of the other task. */
const absent = { classification: ['val_rmse', 'val_r2'], regression: ['val_accuracy'] } as const;

/** A value that is not there. */
export const noValue = '–';

/** The results of a study as a table: mean ± sample standard deviation over the runs, at the last or kept epoch. */
export function resultTable({ strategies, config }: StudySummary, paint: Paint): string {
  const left: readonly string[] = absent[studyTask(config)];
  const shown = columns.filter(
    ([quantity]) =>
      !left.includes(quantity) && (quantity !== 'gate' || strategies.some(({ last }) => last.gate !== undefined)),
  );
  const stopped = config.patience !== undefined;
  const head = [
    'strategy',
    'runs',
    ...(stopped ? ['epoch'] : []),
    ...shown.map(([, title]) => title),
    'dead',
    'diverged',
  ];
  const rows = strategies.map(({ name, runs, kept_epoch, last, dead_runs, diverged }) => {
    const values = shown.map(([quantity, , digits]) => meanAndStd(last[quantity], digits) ?? noValue);
    const epoch = stopped ? [meanAndStd(kept_epoch, 1) ?? noValue] : [];
    return [name, runs, ...epoch, ...values, dead_runs, diverged.length];
  });
  return textTable(titled(head), rows, tableOptions(paint));
}

/** Columns of numbers with these titles; the first one holds names. */
export function titled(titles: readonly string[]): { readonly title: string }[] {
  return titles.map((title) => ({ title }));
}

/** Options of all tables: as wide as the terminal, with bold heads. */
export function tableOptions(paint: Paint): TextTableOptions {
  return { width: terminalWidth(), bold: paint.bold };
}

/**
 * `0.295 ± 0.141` with so many decimals, or four significant digits of the mean. A single run has no ±. Undefined
 * without a mean.
 */
export function meanAndStd(quantity: QuantitySummary | undefined, digits: number | 'unit'): string | undefined {
  if (quantity === undefined || quantity.mean === null) return undefined;
  const decimals = digits === 'unit' ? significantDigits(quantity.mean) : digits;
  const mean = quantity.mean.toFixed(decimals);
  return quantity.std === null ? mean : `${mean} ± ${quantity.std.toFixed(decimals)}`;
}
