import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ParseSubject, parseWith } from './parse-with.js';
import { describe as describeError, ReluctantError } from './reluctant-error.js';

const thing = z.strictObject({
  share: z.number().min(0).max(1).default(0.5),
  rate: z.number().positive().lt(1).optional(),
  count: z.int().min(1).optional(),
  every: z.number().multipleOf(5).optional(),
  use: z.enum(['sample', 'mix']).optional(),
  kind: z.literal('dense').optional(),
  name: z.string().min(1).max(4).optional(),
  id: z.uuid().optional(),
  on: z.boolean().optional(),
  widths: z.array(z.int().min(1)).min(1).max(2).optional(),
  pair: z.tuple([z.number(), z.number()]).optional(),
  map: z.record(z.string(), z.number()).optional(),
  letters: z.record(z.enum(['a', 'b']), z.number()).optional(),
  set: z.set(z.number()).optional(),
  inner: z.strictObject({ tau: z.number(), hidden: z.number().optional() }).optional(),
  list: z.array(z.strictObject({ out: z.number() })).optional(),
  either: z.union([z.number(), z.boolean()]).optional(),
  shape: z
    .union([z.strictObject({ width: z.number() }), z.strictObject({ height: z.number(), depth: z.number() })])
    .optional(),
  told: z.discriminatedUnion('is', [z.object({ is: z.literal('a') }), z.object({ is: z.literal('b') })]).optional(),
  own: z.number({ error: 'must be a number that we like' }).optional(),
  other: z.union([z.string(), z.number()], { error: 'expected a name or a number' }).optional(),
  even: z
    .number()
    .refine((value) => value % 2 === 0, 'is odd')
    .optional(),
  piped: z.string().transform(Number).pipe(z.number().max(3)).optional(),
});

const message = (schema: z.ZodType, value: unknown, subject: ParseSubject = { owner: 'thing' }): string => {
  try {
    parseWith(schema, value, subject);
  } catch (error) {
    if (ReluctantError.isInstance(error)) return error.message;
    throw error;
  }
  return 'fine';
};

describe('parseWith', () => {
  it('returns the parsed value', () => {
    expect(parseWith(thing, {}, { owner: 'thing' })).toEqual({ share: 0.5 });
  });

  it.each([
    [{ share: 2 }, "option 'share' of thing must be at most 1, got 2"],
    [{ share: -1 }, "option 'share' of thing must be at least 0, got -1"],
    [{ share: Number.NaN }, "option 'share' of thing must be a finite number, got NaN"],
    [{ share: Infinity }, "option 'share' of thing must be a finite number, got Infinity"],
    [{ share: '0.3' }, `option 'share' of thing must be a number, got "0.3"`],
    [{ rate: 0 }, "option 'rate' of thing must be above 0, got 0"],
    [{ rate: 1 }, "option 'rate' of thing must be below 1, got 1"],
    [{ count: 1.5 }, "option 'count' of thing must be a whole number, got 1.5"],
    [{ every: 7 }, "option 'every' of thing must be a multiple of 5, got 7"],
    [{ use: 'mixed' }, `option 'use' of thing must be one of "sample", "mix", got "mixed"`],
    [{ kind: 'conv' }, `option 'kind' of thing must be "dense", got "conv"`],
    [{ name: '' }, `option 'name' of thing must be a text of at least 1 character, got ""`],
    [{ name: 'five5' }, `option 'name' of thing must be a text of at most 4 characters, got "five5"`],
    [{ id: 'x' }, `option 'id' of thing must be a text of the format uuid, got "x"`],
    [{ on: 'yes' }, `option 'on' of thing must be true or false, got "yes"`],
    [{ widths: [] }, "option 'widths' of thing must be a list of at least 1 entry, got []"],
    [{ widths: [1, 2, 3] }, "option 'widths' of thing must be a list of at most 2 entries, got [1, 2, 3]"],
    [{ widths: [1, 0] }, "option 'widths[1]' of thing must be at least 1, got 0"],
    [{ widths: 3 }, "option 'widths' of thing must be a list, got 3"],
    [{ pair: [1] }, "option 'pair' of thing must be a list of at least 2 entries, got [1]"],
    [{ map: { a: 'b' } }, `option 'map.a' of thing must be a number, got "b"`],
    [{ letters: { a: 1, b: 2, c: 3 } }, "thing: there is no option 'letters.c'"],
    [{ set: new Set(['a']) }, "option 'set' of thing must be a number"],
    [{ inner: {} }, "option 'inner.tau' of thing is missing: expected a number"],
    [{ inner: { tua: 1 } }, "thing: there is no option 'inner.tua'; did you mean 'inner.tau'?"],
    [{ list: [{ out: 1 }, { outs: 1 }] }, "thing: there is no option 'list[1].outs'; did you mean 'list[1].out'?"],
    [{ either: 'x' }, `option 'either' of thing must be a number or true or false, got "x"`],
    [{ shape: { width: 'x' } }, `option 'shape.width' of thing must be a number, got "x"`],
    [{ shape: { height: 1, depht: 2 } }, "thing: there is no option 'shape.depht'; did you mean 'shape.depth'?"],
    [{ shape: 3 }, "option 'shape' of thing must be an object, got 3"],
    [{ told: { is: 'c' } }, `option 'told.is' of thing must be one of "a", "b", got "c"`],
    [{ own: 'x' }, "option 'own' of thing must be a number that we like"],
    [{ other: true }, "option 'other' of thing: expected a name or a number, got true"],
    [{ even: 3 }, "option 'even' of thing is odd"],
    [{ piped: '4' }, "option 'piped' of thing must be at most 3"],
    [{ shar: 1, share: 7 }, "thing: there is no option 'shar'; did you mean 'share'?"],
    [{ 'a\u001b': 1 }, "thing: there is no option 'a\\x1b'; known are share, "],
    [null, 'the options of thing must be an object, got null'],
  ])('%j: %s', (value, sentence) => {
    expect(message(thing, value).slice(0, sentence.length)).toBe(sentence);
  });

  it('omits an empty owner and prepends the path', () => {
    expect(message(thing, { share: 2 }, { owner: '' })).toBe('share must be at most 1, got 2');
    expect(message(thing, { shre: 2 }, { owner: '', path: ['strategies', 0] })).toBe(
      "there is no option 'strategies[0].shre'; did you mean 'strategies[0].share'?",
    );
  });

  it('words file errors in terms of fields', () => {
    const file: ParseSubject = { owner: 'model.json', of: 'file' };
    expect(message(thing, { list: [{ out: 'x' }] }, file)).toBe(
      `model.json, field 'list[0].out' must be a number, got "x"`,
    );
    expect(message(thing, { shre: 1 }, file)).toBe("model.json: there is no field 'shre'; did you mean 'share'?");
    expect(message(thing, 3, file)).toBe('model.json must be an object, got 3');
    expect(() => parseWith(thing, 3, file)).toThrow(expect.objectContaining({ code: 'invalid-file', kind: 'failure' }));
  });

  it('has code, path, expected and received, and option names that a program can replace', () => {
    const parse = () => parseWith(thing, { widths: [1, 0] }, { owner: 'thing' });
    const expected = {
      code: 'invalid-option',
      kind: 'usage',
      path: ['widths', 1],
      expected: 'at least 1',
      received: 0,
    };
    expect(parse).toThrow(expect.objectContaining(expected));
    let said = '';
    try {
      parse();
    } catch (error) {
      said = describeError(error, ([name]) => `--${name}`);
    }
    expect(said).toBe('--widths must be at least 1, got 0');
  });

  it('accepts issues of unknown kinds', () => {
    const odd = { safeParse: () => ({ success: false as const, error: { issues: [{ path: [], message: 'Odd' }] } }) };
    expect(message(odd as unknown as z.ZodType, 1)).toBe('the options of thing: Odd');
    const none = { safeParse: () => ({ success: false as const, error: { issues: [] } }) };
    expect(message(none as unknown as z.ZodType, 1)).toBe('thing is not valid');
  });
});

it('an author\'s "must be …" is what was expected, and what came follows it', () => {
  const schema = z.strictObject({ lr: z.number({ error: 'must be a number above 0' }) });
  const refuse = (value: unknown) => () => parseWith(schema, value, { owner: '' });
  expect(refuse({ lr: 'fast' })).toThrow('lr must be a number above 0, got "fast"');
  expect(refuse({})).toThrow('lr is missing: expected a number above 0');
  expect(refuse({ lr: 'fast' })).toThrow(
    expect.objectContaining({ path: ['lr'], expected: 'a number above 0', received: 'fast' }),
  );
});
