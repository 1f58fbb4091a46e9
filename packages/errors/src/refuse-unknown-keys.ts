import { nearestName } from './nearest-name.js';
import { printable } from './printable.js';
import { ReluctantError } from './reluctant-error.js';
import { type OptionReference, option, type Path, type Sentence, sentence, writePath } from './sentence.js';
import { showValue, valueLimit } from './show-value.js';

/**
 * Every option of a type, including options of single union members. The compiler checks completeness: a missing or
 * surplus name does not compile.
 */
export type OptionNames<Options> = { readonly [Name in Options extends unknown ? keyof Options : never]: true };

/**
 * Creates a check of one function's options: `const check = optionCheck<SplitOptions>('trainTestSplit', { testSize:
 * true, … })`.
 *
 * The check compares the object's keys with the known names and allocates nothing. Undefined counts as no options.
 *
 * @param owner - the function, for the message
 * @throws ReluctantError (by the check) `unknown-option` with the nearest name; `invalid-argument` if the options are
 * not an object
 */
export function optionCheck<Options extends object>(
  owner: string,
  names: OptionNames<Options>,
): (options: { readonly [Name in keyof Options]?: unknown } | undefined) => void {
  return (options) => refuseUnknownKeys(owner, options, names);
}

/**
 * Throws if an options object has an unknown key, whatever its value.
 *
 * @param owner - the owner of the options, for the message
 * @param names - an object whose own keys are the options
 * @throws ReluctantError as {@link optionCheck}
 */
export function refuseUnknownKeys(owner: string, options: unknown, names: object): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ReluctantError(
      'invalid-argument',
      `the options of ${owner} must be an object, got ${showValue(options)}`,
      { path: ['options'], expected: 'an object', received: options },
    );
  }
  for (const key in options) {
    if (!Object.hasOwn(names, key)) throw unknownOption(owner, [key], Object.keys(names));
  }
}

/**
 * The error about an unknown option: `trainTestSplit: there is no option 'test_size'; did you mean 'testSize'?`
 *
 * @param owner - the owner of the options, for the message; '' for none
 * @param path - the path to the key, the key last
 * @param names - the options allowed there; undefined if unknown
 */
export function unknownOption(owner: string, path: Path, names: readonly string[] | undefined): ReluctantError {
  const outer = path.slice(0, -1);
  const key = String(path.at(-1) ?? '');
  const named = (name: string, quote = '') => {
    const whole = [...outer, name];
    return option(whole, `${quote}${printable(writePath(whole), valueLimit)}${quote}`);
  };
  const begin = owner === '' ? '' : `${owner}: `;
  const nearest = names && nearestName(key, names);
  const end = nearest === undefined ? known(names, named) : sentence`; did you mean ${named(nearest, "'")}?`;
  return new ReluctantError('unknown-option', sentence`${begin}there is no option ${named(key, "'")}${end}`, { path });
}

function known(names: readonly string[] | undefined, named: (name: string) => OptionReference): Sentence {
  if (names === undefined) return [];
  if (names.length === 0) return ['; there are none'];
  return ['; known are ', ...names.flatMap((name, at) => (at === 0 ? [named(name)] : [', ', named(name)]))];
}
