import { didYouMean } from './nearest-name.js';
import { printable } from './printable.js';
import { ReluctantError } from './reluctant-error.js';
import { valueLimit } from './show-value.js';

/**
 * The error about an unknown name: `there is no activation 'stohc'; did you mean 'stoch'?`
 *
 * @param what - the kind of thing that was looked up: `activation`
 */
export function unknownName(what: string, name: string, known: Iterable<string>): ReluctantError {
  const names = [...known];
  const said = `there is no ${what} '${printable(name, valueLimit)}'${didYouMean(name, names)}`;
  return new ReluctantError('unknown-name', said, { expected: `one of ${names.join(', ')}`, received: name });
}
