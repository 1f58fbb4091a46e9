import * as z from 'zod';

/** Default upper bound of whole-number settings. */
const largest = 2 ** 31 - 1;

/** A whole number within bounds. A message names the default upper bound only to a number above it. */
export function wholeNumber(minimum: number, maximum: number = largest) {
  const error = ({ input }: { readonly input?: unknown }) => {
    const above = typeof input === 'number' && input > maximum;
    return `must be ${
      maximum === largest && !above
        ? `a whole number of at least ${minimum}`
        : `a whole number from ${minimum} to ${maximum}`
    }`;
  };
  return z.int({ error }).min(minimum, { error }).max(maximum, { error });
}

/** A finite number for which `holds`; `what` describes it. */
export function finiteNumber(what: string, holds: (value: number) => boolean = () => true) {
  const error = ({ input }: { readonly input?: unknown }) =>
    `must be ${typeof input === 'number' && !Number.isFinite(input) ? what.replace('number', 'finite number') : what}`;
  return z.number({ error }).refine(holds, { error });
}

/** True or false. */
export function flag() {
  return z.boolean({ error: 'must be true or false' });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` });
}

/** A list; `what` describes it. */
export function list<Item extends z.ZodType>(item: Item, what: string, minimum = 0) {
  const error = `must be ${what}`;
  return z.array(item, { error }).min(minimum, { error }).readonly();
}

/** A number for all features, a list with one number per feature, or null for random values (scikit-learn's `None`). */
export function perFeature(what: string) {
  return z.union([z.number(), z.array(z.number()).min(1).readonly(), z.null()], { error: `must be ${what}` });
}
