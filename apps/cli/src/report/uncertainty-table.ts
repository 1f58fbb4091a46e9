import type { UncertaintySummary } from '@reluctant/study';
import Table from 'cli-table3';
import { meanAndStd, type Paint, tableStyle } from './result-table.js';

/** The uncertainty of each method as a table: mean ± sample standard deviation over runs or ensembles. */
export function uncertaintyTable({ methods }: UncertaintySummary, paint: Paint): string {
  const largest = methods[0]?.shifted.at(-1)?.shift;
  const head = [
    'method',
    'passes',
    'accuracy',
    'NLL',
    'ECE',
    'AUROC errors',
    ...(largest === undefined ? [] : [`AUROC shift ${largest}`, `NLL shift ${largest}`]),
  ];
  const table = new Table(tableStyle(head, paint));
  for (const { name, passes, accuracy, nll, ece, error_auroc, shifted } of methods) {
    const far = shifted.at(-1);
    const quantities = [accuracy, nll, ece, error_auroc, ...(far === undefined ? [] : [far.shift_auroc, far.nll])];
    table.push([name, passes, ...quantities.map((quantity) => meanAndStd(quantity, 3) ?? paint.dim('–'))]);
  }
  return table.toString();
}
