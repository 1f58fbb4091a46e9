import type { VerificationFile, VerifiedEngine } from '../directory/verification-file.js';
import { percent } from '../output/say.js';
import { textTable } from './text-table.js';

/** The table of a verification. */
export function verificationText({ engines, rows, tolerance, passed, largest_logit }: VerificationFile): string {
  const table = textTable(verificationHead, verificationRows(engines));
  const verdict = passed
    ? `Verified on ${rows} test rows: every float32 engine is within ${toleranceText(tolerance)}${largest_logit > 1 ? ` of the largest logit, ${largest_logit.toFixed(1)},` : ''} and agrees on every label.`
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
    percent(argmax_agreement),
    right.toFixed(4),
    passed ? (exact ? 'ok' : 'reduced') : 'FAILED',
  ]);
}

/** Names the first engine that failed and how, in one sentence. */
export function verificationFailure({ engines, tolerance, rows, largest_logit }: VerificationFile): string {
  const failed = engines.find(({ passed }) => !passed);
  if (failed === undefined) return 'nothing failed';
  const allowed = tolerance * Math.max(1, largest_logit);
  return failed.max_abs_difference <= allowed
    ? `${failed.engine} predicts another label in ${Math.round((1 - failed.argmax_agreement) * rows)} of ${rows} test rows`
    : `${failed.engine} differs from the trainer by ${failed.max_abs_difference.toExponential(1)}, more than ${toleranceText(Number(allowed.toPrecision(2)))}`;
}

/** 0.00001 as `1e-5`. */
export function toleranceText(tolerance: number): string {
  return tolerance.toExponential();
}
