import { didYouMean } from './nearest-name.js';
import { printable } from './printable.js';
import { ReluctantError } from './reluctant-error.js';
import { option, type Path, sentence } from './sentence.js';
import { showValue, valueLimit } from './show-value.js';

/**
 * An option whose value is wrong: `testSize must be a share in (0, 1), got 2`.
 *
 * @param path - the option, or the way to it from the outside in
 * @param expected - what stands after "must be"
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
 * An argument whose value is wrong: `bins must be a positive integer, got 0`.
 *
 * @param path - the argument, or the way into it: `['labels', 7]`
 * @param expected - what stands after "must be"
 */
export function invalidArgument(path: string | Path, expected: string, received: unknown): ReluctantError {
  const { option: whole, text } = option(path);
  const said = `${text} must be ${expected}, got ${showValue(received)}`;
  return new ReluctantError('invalid-argument', said, { path: whole, expected, received });
}

/**
 * A name under which nothing is known: `there is no activation 'stohc'; did you mean 'stoch'?`
 *
 * @param what - what it should have been the name of: `activation`
 */
export function unknownName(what: string, name: string, known: Iterable<string>): ReluctantError {
  const names = [...known];
  const said = `there is no ${what} '${printable(name, valueLimit)}'${didYouMean(name, names)}`;
  return new ReluctantError('unknown-name', said, { expected: `one of ${names.join(', ')}`, received: name });
}
