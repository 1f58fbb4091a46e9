import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { StudySummary } from '@reluctant/study';
import pc from 'picocolors';
import { resultTable } from './result-table.js';

/** How to print the end of a study. */
export interface ResultOptions {
  readonly out: string;
  /** True if the study was finished before. */
  readonly before: boolean;
  /** Only the summary as JSON. */
  readonly json: boolean;
  /** Paths of the pictures drawn. */
  readonly pictures: readonly string[];
}

/** Prints a summary to stdout: as JSON alone, or as a table, remarks, and the paths of what was written. */
export function printResult(summary: StudySummary, { out, before, json, pictures }: ResultOptions): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    return;
  }
  const paint = pc.createColors(process.stdout.isTTY === true && pc.isColorSupported);
  const { epochs } = summary.config;
  const lines = [
    '',
    resultTable(summary, paint),
    `After ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}: mean ± sample standard deviation over the runs.`,
    ...summary.strategies.flatMap(({ diverged }) => diverged.map(({ message }) => message)),
    '',
    before
      ? `This study was finished before; its results are in ${paint.bold(out)}:`
      : `Written to ${paint.bold(out)}:`,
    ...written(out, pictures).map((path) => `  ${path}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function written(out: string, pictures: readonly string[]): string[] {
  const files = [
    'summary.json',
    'metrics.jsonl',
    'config.json',
    'environment.json',
    'diverged.jsonl',
    'checkpoints',
    'plots',
  ];
  const present = files.map((name) => join(out, name)).filter((path) => existsSync(path));
  return [...present.filter((path) => pictures.length === 0 || path !== join(out, 'plots')), ...pictures].map(
    (path) => relative('', path) || path,
  );
}
