import { readScalar } from '@reluctant/command-line';
import { invalidOption } from '@reluctant/errors';
import * as z from 'zod';

/** Checks the value of a flag against a schema; the error quotes the text as it was typed, a list as a whole. */
function checked<T>(flag: string, text: string, value: unknown, schema: z.ZodType<T>, expected: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidOption(flag, expected, text);
}

/** A whole number. @throws ReluctantError (usage) */
export function readCount(flag: string, text: string, minimum: number, maximum: number): number {
  const expected = `a whole number from ${minimum} to ${maximum}`;
  return checked(flag, text, readScalar(text), z.int().min(minimum).max(maximum), expected);
}

/** A number above zero. @throws ReluctantError (usage) */
export function readPositive(flag: string, text: string): number {
  const expected = 'a number above 0';
  return checked(flag, text, readScalar(text), z.number().positive(), expected);
}

/** Numbers between commas. @throws ReluctantError (usage) */
export function readList(flag: string, text: string, minimum: number, maximum: number, whole: boolean): number[] {
  const expected = `${whole ? 'whole numbers' : 'numbers'} from ${minimum} to ${maximum}, separated by commas`;
  const number = (whole ? z.int() : z.number()).min(minimum).max(maximum);
  return checked(
    flag,
    text,
    text.split(',').map((part) => readScalar(part.trim())),
    z.array(number),
    expected,
  );
}

/** One of a few words. @throws ReluctantError (usage) */
export function readChoice<const Words extends readonly [string, ...string[]]>(
  flag: string,
  text: string,
  words: Words,
): Words[number] {
  return checked(flag, text, text, z.enum(words), `one of ${words.join(', ')}`);
}
