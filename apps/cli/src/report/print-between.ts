import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasColours } from '@reluctant/command-line';
import { chosenStudies, familySentence, lookSentence } from '@reluctant/presets';
import type { ClaimLedger, StudiesComparison } from '@reluctant/study';
import pc from 'picocolors';
import { betweenTable } from './between-table.js';
import { claimTable } from './claim-table.js';
import { comparisonRemarks } from './comparison-table.js';
import { type ResultOptions, shownPath } from './print-result.js';
import { shellWord } from './shell-word.js';

/**
 * Prints the comparison of several studies to stdout: as JSON alone, or as one table and one line of what was written.
 */
export function printBetween(
  between: StudiesComparison,
  options: ResultOptions & { readonly claims?: ClaimLedger | undefined },
): void {
  const { out, before, json, pictures, limits, claims, oldPictures } = options;
  if (json) {
    process.stdout.write(`${JSON.stringify(between, null, 2)}\n`);
    return;
  }
  const paint = pc.createColors(hasColours(process.stdout));
  const where = paint.bold(shownPath(out));
  const lines = [
    '',
    `${paint.bold(between.quantity)}: mean ± sample standard deviation over the runs, and the difference from the first study:`,
    betweenTable(between, paint),
    ...remarks(between, out),
    ...(claims === undefined ? [] : ['', paint.bold('claims:'), claimTable(claims, paint)]),
    ...(limits === undefined ? [] : ['', limits]),
    '',
    `${before ? `These studies were finished before; their results are in ${where}` : `Written to ${where}`}: ${written(out, pictures)}`,
    ...(oldPictures === undefined ? [] : [oldPictures]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function remarks(between: StudiesComparison, out: string): string[] {
  const { against_first, margin, alpha, chosen_after_seeing } = between;
  const comparisons = against_first.flatMap((study) => study.comparisons);
  if (comparisons.length === 0) return [];
  const open = comparisons.some(({ runs_needed }) => runs_needed !== null);
  return [
    ...comparisonRemarks({ comparisons, baseline: 'the first study', margin }, 'run'),
    chosen_after_seeing ? chosenStudies : familySentence(alpha).replaceAll('*', '"'),
    ...lookSentence(between, ' at these studies'),
    ...(open && existsSync(join(out, 'sweep.json'))
      ? [
          'findings.md says how many runs would decide what is inconclusive. This trains the new ones (n is their number):',
          `  reluctant run --resume --out ${shellWord(out)} --n_runs n`,
        ]
      : []),
  ];
}

/** What there is, in one line. */
function written(out: string, pictures: readonly string[]): string {
  const files = ['findings.md', 'comparison.json', 'claims.json', 'sweep.json'].filter((name) =>
    existsSync(join(out, name)),
  );
  const drawn = pictures.length === 0 ? [] : [`${pictures.length} pictures in plots`];
  return [...files, ...drawn].join(', ');
}
