import type { VerificationFile, VerifiedEngine } from '../directory/verification-file.js';
import { percent } from '../output/say.js';
import { textTable } from './text-table.js';

/** The table of a verification. */
export function verificationText(verification: VerificationFile): string {
  const { engines, tolerance, passed, largest_logit } = verification;
  const isRegressor = engines.every(({ argmax_agreement }) => Number.isNaN(argmax_agreement));
  const table = textTable(verificationHead, verificationRows(engines));
  const verdict = passed
    ? `Verified on ${rowsText(verification)}: every float32 engine is within ${toleranceText(tolerance)}${largest_logit > 1 ? ` of the largest logit, ${largest_logit.toFixed(1)},` : ''}${isRegressor ? '' : ' and agrees on every label'}.`
    : 'Verification failed.';
  return `${table}\n${verdict}`;
}

/** Titles of {@link verificationRows}. */
export const verificationHead: readonly string[] = ['engine', 'largest difference', 'same label', 'accuracy', ''];

/** A row for each engine. */
export function verificationRows(engines: readonly VerifiedEngine[]): string[][] {
  return engines.map(({ engine, max_abs_difference, argmax_agreement, accuracy: right, exact, passed }) => [
    engine,
    max_abs_difference === 0 ? '0' : max_abs_difference.toExponential(1),
    Number.isNaN(argmax_agreement) ? '–' : percent(argmax_agreement),
    Number.isNaN(right) ? '–' : right.toFixed(4),
    passed ? (exact ? 'ok' : 'reduced') : 'FAILED',
  ]);
}

/** Names the first engine that failed and how, in one sentence. */
export function verificationFailure(verification: VerificationFile): string {
  const { engines, tolerance, rows, largest_logit } = verification;
  const failed = engines.find(({ passed }) => !passed);
  if (failed === undefined) return 'nothing failed';
  const allowed = tolerance * Math.max(1, largest_logit);
  return failed.max_abs_difference <= allowed
    ? `${failed.engine} predicts another label in ${Math.round((1 - failed.argmax_agreement) * rows)} of ${rowsText(verification)}`
    : `${failed.engine} differs from the trainer by ${failed.max_abs_difference.toExponential(1)}, more than ${toleranceText(Number(allowed.toPrecision(2)))}`;
}

/** Which rows were verified. */
export function rowsText({ rows, data }: VerificationFile): string {
  return data === undefined ? `${rows} test rows` : `${rows} rows of ${data}`;
}

/** 0.00001 as `1e-5`. */
export function toleranceText(tolerance: number): string {
  return tolerance.toExponential();
}
