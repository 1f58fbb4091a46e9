import type { TableTraining } from '../directory/table-training.js';
import { type Score, scoreNames, scoreTitles } from '../evaluation/score.js';

/** Heads and rows of the table of models with their scores. */
export function scoreTable({ task, models }: TableTraining): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const names: readonly string[] = scoreNames[task];
  const titles: Readonly<Record<string, string>> = scoreTitles;
  return {
    head: ['on the test rows', ...names.map((name) => titles[name] ?? name)],
    rows: models.map(({ name, scores }) => [name, ...names.map((score) => scoreText(scores[score]))]),
  };
}

/** `0.822 [0.789, 0.851]`: a score with its 95 % interval; a dash without a value. */
export function scoreText(score: Score | undefined): string {
  if (score === undefined || score.value === null) return '–';
  const { value, low, high } = score;
  if (low === null || high === null) return digits(value);
  return `${digits(value)} [${digits(low)}, ${digits(high)}]`;
}

/** Three decimals of numbers up to 1, else four digits. */
function digits(value: number): string {
  if (Math.abs(value) <= 1) return value.toFixed(3);
  return Math.abs(value) >= 10_000 ? value.toFixed(0) : value.toPrecision(4);
}
