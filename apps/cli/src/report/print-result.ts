import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hasColours } from '@reluctant/command-line';
import { printable } from '@reluctant/errors';
import { declaredQuantity, plannedTests, type StudySummary } from '@reluctant/study';
import pc from 'picocolors';
import { comparisonRemarks, comparisonTable, promiseRemarks } from './comparison-table.js';
import { type Paint, resultTable } from './result-table.js';
import { runsNeededRemarks } from './runs-needed.js';
import { scoreTable } from './score-table.js';
import { testTable } from './test-table.js';
import { uncertaintyTable } from './uncertainty-table.js';

/** Options of {@link printResult}. */
export interface ResultOptions {
  readonly out: string;
  /** True if the study was finished before. */
  readonly before: boolean;
  /** True to print only the summary as JSON. */
  readonly json: boolean;
  /** Paths of the pictures drawn. */
  readonly pictures: readonly string[];
  /** What to say where pictures of earlier results are there, which were not drawn again. */
  readonly oldPictures?: string | undefined;
  /** Path of the findings. */
  readonly findings: string;
  /** Limits of the result. */
  readonly limits?: string | undefined;
}

/** Prints a summary to stdout: as JSON alone, or as a table, remarks, and the paths of what was written. */
export function printResult(
  summary: StudySummary,
  { out, before, json, pictures, oldPictures, findings, limits }: ResultOptions,
): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    return;
  }
  const paint = pc.createColors(hasColours(process.stdout));
  const { epochs, patience } = summary.config;
  const lines = [
    '',
    resultTable(summary, paint),
    patience === undefined
      ? `After ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}: mean ± sample standard deviation over the runs.`
      : `At the epoch of each run with the lowest validation loss (of at most ${epochs}, patience ${patience}): mean ± sample standard deviation over the runs.`,
    ...dataRemark(summary),
    ...scores(summary, paint),
    ...tests(summary, paint),
    ...comparisons(summary, out, paint),
    ...uncertainty(summary, paint),
    ...summary.strategies.flatMap(({ diverged }) => diverged.map(({ message }) => message)),
    ...(limits === undefined ? [] : ['', limits]),
    '',
    before
      ? `This study was finished before; its results are in ${paint.bold(shownPath(out))}:`
      : `Written to ${paint.bold(shownPath(out))}:`,
    ...[findings, ...written(out, pictures)].map((path) => `  ${shownPath(relative('', path) || path)}`),
    ...(oldPictures === undefined ? [] : [oldPictures]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A path as a terminal may show it: whole, and without control characters. */
export function shownPath(path: string): string {
  return printable(path, Number.POSITIVE_INFINITY);
}

function dataRemark({ config }: StudySummary): string[] {
  const { data_seeds, data_seed, n_runs, table, folds } = config;
  if (folds !== undefined) {
    const tested = `Cross-validation: each run tests one of ${folds} folds of the table and trains on the others`;
    return [data_seeds < n_runs ? `${tested}; intervals and tests are computed over folds.` : `${tested}.`];
  }
  if (data_seeds === 1) return ['All runs share one data set; the results hold for this data set only.'];
  if (table !== undefined) {
    const spread = `Runs are spread over ${data_seeds} divisions of the table into sets (seeds ${data_seed} and up)`;
    return [data_seeds < n_runs ? `${spread}: intervals and tests are computed over divisions.` : `${spread}.`];
  }
  const spread = `Runs are spread over ${data_seeds} data sets (seeds ${data_seed} and up), each with its own split`;
  return [data_seeds < n_runs ? `${spread}: intervals and tests are computed over data sets.` : `${spread}.`];
}

function tests(summary: StudySummary, paint: Paint): string[] {
  const table = testTable(summary, paint);
  if (table === undefined) return [];
  return [
    '',
    `Loss and share of exact zeros of the final weights under other activations, on the ${setText(summary)}:`,
    table,
  ];
}

/** Scores of the final weights of a table's study. */
function scores(summary: StudySummary, paint: Paint): string[] {
  const table = scoreTable(summary, paint);
  if (table === undefined) return [];
  return ['', `Scores of the final weights on the ${setText(summary)}:`, table];
}

function setText({ config }: StudySummary): string {
  if (config.folds !== undefined) return 'test folds, each evaluated once by each of its runs';
  return plannedTests(config).set === 'test' ? 'held-out test set, evaluated once' : 'validation set';
}

function comparisons(summary: StudySummary, out: string, paint: Paint): string[] {
  const { comparisons: family, config, undecidable } = summary;
  if (family === undefined) return [];
  return [
    '',
    comparisonTable(
      { ...family, chosen: family.chosen_after_seeing.length > 0 },
      paint,
      declaredQuantity(summary).digits,
    ),
    ...comparisonRemarks(family, sharesData(config) ? 'run and averaged by data set' : 'run'),
    ...promiseRemarks(family, config),
    ...undecidable,
    ...runsNeededRemarks(summary, out),
  ];
}

function sharesData({ data_seeds, n_runs }: StudySummary['config']): boolean {
  return data_seeds > 1 && data_seeds < n_runs;
}

function uncertainty({ uncertainty: found, config }: StudySummary, paint: Paint): string[] {
  if (found === undefined) return [];
  return [
    '',
    `Uncertainty, ${config.passes} passes where an activation draws:`,
    uncertaintyTable(found, paint),
    ...found.comparisons.flatMap(({ quantity, margin, comparisons: own }) => [
      '',
      comparisonTable({ baseline: found.baseline, quantity, comparisons: own }, paint),
      `Differences up to ${margin} do not matter.`,
    ]),
    'The comparisons of uncertainty are a second family with the same guarantee as the first.',
  ];
}

function written(out: string, pictures: readonly string[]): string[] {
  const files = [
    'summary.json',
    'metrics.jsonl',
    'tests.jsonl',
    'config.json',
    'environment.json',
    'diverged.jsonl',
    'checkpoints',
    'plots',
  ];
  const present = files.map((name) => join(out, name)).filter((path) => existsSync(path));
  return [...present.filter((path) => pictures.length === 0 || path !== join(out, 'plots')), ...pictures];
}
