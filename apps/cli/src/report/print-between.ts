import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hasColours } from '@reluctant/command-line';
import { type ClaimLedger, comparisonAlpha, type StudiesComparison } from '@reluctant/study';
import Table from 'cli-table3';
import pc from 'picocolors';
import { claimTable } from './claim-table.js';
import { comparisonRemarks, comparisonTable } from './comparison-table.js';
import { type ResultOptions, shownPath } from './print-result.js';
import { meanAndStd, type Paint, tableStyle } from './result-table.js';

/** Prints the comparison of several studies to stdout: as JSON alone, or as tables and the paths of what was written. */
export function printBetween(
  between: StudiesComparison,
  options: ResultOptions & { readonly claims?: ClaimLedger | undefined },
): void {
  const { out, before, json, pictures, findings, limits, claims } = options;
  if (json) {
    process.stdout.write(`${JSON.stringify(between, null, 2)}\n`);
    return;
  }
  const paint = pc.createColors(hasColours(process.stdout));
  const { quantity, margin, digits, against_first, studies } = between;
  const all = against_first.flatMap(({ comparisons }) => comparisons);
  const lines = [
    '',
    `${paint.bold(quantity)}, mean ± sample standard deviation over the runs:`,
    valueTable(between, 'compared', digits, paint),
    '',
    paint.bold('sparsity:'),
    valueTable(between, 'sparsity', 2, paint),
    ...against_first.flatMap(({ study, comparisons }) =>
      comparisons.length === 0
        ? []
        : [
            '',
            `${paint.bold(study)}, each strategy compared with itself in the first study:`,
            comparisonTable({ baseline: studies[0]?.label ?? '', quantity, comparisons }, paint, digits),
          ],
    ),
    ...(all.length === 0
      ? []
      : comparisonRemarks({ comparisons: all, baseline: 'the first study', margin, alpha: comparisonAlpha }, 'run')),
    ...(claims === undefined ? [] : ['', paint.bold('claims:'), claimTable(claims, paint)]),
    ...(limits === undefined ? [] : ['', limits]),
    '',
    before
      ? `These studies were finished before; their results are in ${paint.bold(shownPath(out))}:`
      : `Written to ${paint.bold(shownPath(out))}:`,
    ...[findings, join(out, 'comparison.json'), join(out, 'claims.json'), ...pictures]
      .filter((path) => existsSync(path))
      .map((path) => `  ${shownPath(relative('', path) || path)}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function valueTable(
  { studies, strategies }: StudiesComparison,
  field: 'compared' | 'sparsity',
  digits: number,
  paint: Paint,
): string {
  const table = new Table(tableStyle(['strategy', ...studies.map(({ label }) => label)], paint));
  for (const { strategy, [field]: values } of strategies) {
    table.push([strategy, ...values.map((value) => meanAndStd(value ?? undefined, digits) ?? paint.dim('–'))]);
  }
  return table.toString();
}
