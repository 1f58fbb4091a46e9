import { option, ReluctantError, refuseUnknownKeys, sentence, showValue } from '@reluctant/errors';

/**
 * What one option may be.
 *
 * Options are few and flat, so plain code checks them. A schema library would be nine tenths of what a page loads for
 * `createActivation`.
 */
export interface OptionRule<Value> {
  /** The value of an absent option. */
  readonly default: Value;
  allows(value: unknown): value is Value;
  /** What a value that is not allowed should have been, worded to follow "must be". */
  expectedInsteadOf(value: unknown): string;
}

/** The rules of all options of a type. */
export type OptionRules<Options> = { readonly [Name in keyof Options]: OptionRule<Options[Name]> };

/** An option that is one of some words. */
export function oneOf<Word extends string>(words: readonly Word[], byDefault: Word): OptionRule<Word> {
  const allowed: ReadonlySet<unknown> = new Set(words);
  return {
    default: byDefault,
    allows: (value): value is Word => allowed.has(value),
    expectedInsteadOf: () => `one of ${words.map((word) => showValue(word)).join(', ')}`,
  };
}

/** The values of a number option; each bound is optional. */
export interface NumberBounds {
  readonly atLeast?: number;
  readonly above?: number;
  readonly atMost?: number;
  /** True for whole numbers only. Default false. */
  readonly whole?: boolean;
}

/** An option that is a finite number within bounds. */
export function numberWithin(
  {
    atLeast = Number.NEGATIVE_INFINITY,
    above = Number.NEGATIVE_INFINITY,
    atMost = Number.POSITIVE_INFINITY,
    whole = false,
  }: NumberBounds,
  byDefault: number,
): OptionRule<number> {
  const expected = (value: unknown): string | undefined => {
    if (typeof value !== 'number') return 'a number';
    if (!Number.isFinite(value)) return 'a finite number';
    if (whole && !Number.isInteger(value)) return 'a whole number';
    if (value < atLeast) return `at least ${atLeast}`;
    if (value <= above) return `above ${above}`;
    return value > atMost ? `at most ${atMost}` : undefined;
  };
  return {
    default: byDefault,
    allows: (value): value is number => expected(value) === undefined,
    expectedInsteadOf: (value) => expected(value) ?? 'a number',
  };
}

/**
 * A function that gives each option by its name, checked, or its default.
 *
 * @param owner - the owner of the options, for the message: `stoch`
 * @param given - options of a caller, or from a file
 * @throws ReluctantError for an unknown option, with the nearest one; the returned function throws for a value that its
 * rule does not allow
 */
export function optionReader<Options extends object>(
  owner: string,
  given: unknown,
  rules: OptionRules<Options>,
): <Name extends keyof Options & string>(name: Name) => Options[Name] {
  refuseUnknownKeys(owner, given, rules);
  return (name) => {
    const value: unknown = Reflect.get(Object(given), name);
    const rule = rules[name];
    if (value === undefined) return rule.default;
    if (rule.allows(value)) return value;
    const expected = rule.expectedInsteadOf(value);
    const named = option(name, `option '${name}' of ${owner}`);
    const said = sentence`${named} must be ${expected}, got ${showValue(value)}`;
    throw new ReluctantError('invalid-option', said, { path: [name], expected, received: value });
  };
}
