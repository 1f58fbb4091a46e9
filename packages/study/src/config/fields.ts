import * as z from 'zod';

type Message = { readonly input?: unknown };

/** The one wording of every complaint about a field: what was expected and what came. */
export function expected(what: string): (issue: Message) => string {
  return ({ input }) => `must be ${what}, not ${input === undefined ? 'missing' : JSON.stringify(input)}`;
}

/** A whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number = 2 ** 31 - 1): z.ZodType<number, number> {
  const error = expected(
    maximum === 2 ** 31 - 1 ? `a whole number of at least ${minimum}` : `a whole number from ${minimum} to ${maximum}`,
  );
  return z.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error });
}

/** A finite number for which `holds`; `what` describes it. */
export function finiteNumber(what: string, holds: (value: number) => boolean = () => true): z.ZodType<number, number> {
  const error = expected(what);
  return z.number({ error }).refine(holds, { error });
}

/** True or false. */
export function flag(): z.ZodType<boolean, boolean> {
  return z.boolean({ error: expected('true or false') });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodType<Words[number], Words[number]> {
  return z.enum(words, { error: expected(`one of ${words.join(', ')}`) }) as z.ZodType<Words[number], Words[number]>;
}

/** A number for all features, a list with one number per feature, or null for random values (scikit-learn's `None`). */
export function perFeature(what: string): z.ZodType<number | number[] | null, number | number[] | null> {
  const error = expected(what);
  return z.union([z.number(), z.array(z.number()).min(1), z.null()], { error });
}
