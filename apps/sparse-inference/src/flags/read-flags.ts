import { readScalar } from '@reluctant/command-line';
import { invalidOption } from '@reluctant/errors';
import * as z from 'zod';

/** Checks the value of a flag against a schema whose message describes the expected value. */
function checked<T>(flag: string, text: string, value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidOption(flag, result.error.issues[0]?.message ?? 'another value', text);
}

/** A whole number. @throws ReluctantError (usage) */
export function readCount(flag: string, text: string, minimum: number, maximum: number): number {
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return checked(flag, text, readScalar(text), z.int(expected).min(minimum, expected).max(maximum, expected));
}

/** A number above zero. @throws ReluctantError (usage) */
export function readPositive(flag: string, text: string): number {
  const expected = 'a number above 0';
  return checked(flag, text, readScalar(text), z.number(expected).positive(expected));
}

/** Numbers between commas. @throws ReluctantError (usage) */
export function readList(flag: string, text: string, minimum: number, maximum: number, whole: boolean): number[] {
  const expected = `${whole ? 'whole numbers' : 'numbers'} from ${minimum} to ${maximum}, separated by commas`;
  const number = (whole ? z.int(expected) : z.number(expected)).min(minimum, expected).max(maximum, expected);
  return checked(
    flag,
    text,
    text.split(',').map((part) => readScalar(part.trim())),
    z.array(number),
  );
}

/** One of a few words. @throws ReluctantError (usage) */
export function readChoice<const Words extends readonly [string, ...string[]]>(
  flag: string,
  text: string,
  words: Words,
): Words[number] {
  return checked(flag, text, text, z.enum(words, `one of ${words.join(', ')}`));
}
