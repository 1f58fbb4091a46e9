import { ReluctantError } from './reluctant-error.js';
import { option, type Path, sentence } from './sentence.js';
import { showValue } from './show-value.js';

/**
 * The error about an option with an invalid value: `testSize must be a share in (0, 1), got 2`.
 *
 * @param path - the option, or the path to it, outermost key first
 * @param expected - the words after "must be"
 */
export function invalidOption(path: string | Path, expected: string, received: unknown): ReluctantError {
  const named = option(path);
  return new ReluctantError('invalid-option', sentence`${named} must be ${expected}, got ${showValue(received)}`, {
    path: named.option,
    expected,
    received,
  });
}

/**
 * The error about an argument with an invalid value: `bins must be a positive integer, got 0`.
 *
 * @param path - the argument, or the path into it: `['labels', 7]`
 * @param expected - the words after "must be"
 */
export function invalidArgument(path: string | Path, expected: string, received: unknown): ReluctantError {
  const { option: whole, text } = option(path);
  const said = `${text} must be ${expected}, got ${showValue(received)}`;
  return new ReluctantError('invalid-argument', said, { path: whole, expected, received });
}
