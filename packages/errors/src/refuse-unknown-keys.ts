import { nearestName } from './nearest-name.js';
import { printable } from './printable.js';
import { ReluctantError } from './reluctant-error.js';
import { type OptionReference, option, type Path, type Sentence, sentence, writePath } from './sentence.js';
import { showValue, valueLimit } from './show-value.js';

/**
 * Every option of a type, also those that only some members of a union have, as a list that the compiler holds complete: a missing
 * or a surplus name does not compile.
 */
export type OptionNames<Options> = { readonly [Name in Options extends unknown ? keyof Options : never]: true };

/**
 * A check of the options of one function, made once beside it: `const check = optionCheck<SplitOptions>('trainTestSplit', { testSize: true, … })`.
 *
 * The check walks over the keys that are there and looks each up; it makes no object. Undefined counts as no options.
 *
 * @param owner - the function, for the message
 * @throws ReluctantError (of the check) `unknown-option` with the nearest name; `invalid-argument` when the options are no object
 */
export function optionCheck<Options extends object>(
  owner: string,
  names: OptionNames<Options>,
): (options: { readonly [Name in keyof Options]?: unknown } | undefined) => void {
  return (options) => refuseUnknownKeys(owner, options, names);
}

/**
 * Refuses an object of options with a key that is no option, whatever its value.
 *
 * @param owner - whose options these are, for the message
 * @param names - an object whose own keys are the options
 * @throws ReluctantError as {@link optionCheck}
 */
export function refuseUnknownKeys(owner: string, options: unknown, names: Readonly<Record<string, unknown>>): void {
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
 * The error about a key that is no option: `trainTestSplit: there is no option 'test_size'; did you mean 'testSize'?`
 *
 * @param owner - whose options these are, for the message; '' for nobody's
 * @param path - the way to the key, the key last
 * @param names - the options that could stand there; undefined if that is not known
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
