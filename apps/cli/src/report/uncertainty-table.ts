import { textTable } from '@reluctant/command-line';
import type { UncertaintySummary } from '@reluctant/study';
import { meanAndStd, noValue, type Paint, tableOptions, titled } from './result-table.js';

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
  const rows = methods.map(({ name, passes, accuracy, nll, ece, error_auroc, shifted }) => {
    const far = shifted.at(-1);
    const quantities = [accuracy, nll, ece, error_auroc, ...(far === undefined ? [] : [far.shift_auroc, far.nll])];
    return [name, passes, ...quantities.map((quantity) => meanAndStd(quantity, 3) ?? noValue)];
  });
  return textTable(titled(head), rows, tableOptions(paint));
}
