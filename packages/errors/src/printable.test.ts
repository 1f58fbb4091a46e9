import { fc, test as itProp } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isPrintable, printable } from './printable.js';
import { showValue } from './show-value.js';

/**
 * C0, DEL, C1, line separators, bidirectional controls and lone surrogates. Independent of the implementation's own
 * list.
 */
const dangerous =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\u001b[31m', '\n', '\u009b', '\u202e', '\u2066', '\ud800', 'a', 'é', '👩‍👩‍👧') }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
);

describe('printable', () => {
  it.each([
    ['plain text, C:\\temp and ünïcode', 'plain text, C:\\temp and ünïcode'],
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a\tb\r\nc\u0000', 'a\\tb\\r\\nc\\x00'],
    ['\u009b2J', '\\x9b2J'],
    ['user\u202egnp.exe', 'user\\u202egnp.exe'],
    ['\u2066a\u2069 \ufeff\u200b', '\\u2066a\\u2069 \\ufeff\\u200b'],
    ['\ud83d', '\\ud83d'],
    ['\u{e0041}', '\\u{e0041}'],
    ['👩‍👩‍👧 می‌خواهم', '👩‍👩‍👧 می‌خواهم'],
  ])('%j is %j', (from, to) => {
    expect(printable(from)).toBe(to);
    expect(isPrintable(from)).toBe(from === to);
  });

  it('cuts a long text, but never inside an escape or a surrogate pair', () => {
    expect(printable('x'.repeat(200))).toBe('x'.repeat(200));
    expect(printable('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
    expect(printable('ab\u001bcd', 5)).toBe('ab…');
    expect(printable('ab😀cd', 4)).toBe('ab…');
    expect(printable('abc', 1)).toBe('…');
  });

  itProp.prop([text], { seed: 1, numRuns: 1000 })(
    'never contains an unsafe character, with or without a limit',
    (from) => {
      expect(printable(from, Number.POSITIVE_INFINITY)).not.toMatch(dangerous);
      expect(printable(from, 7)).not.toMatch(dangerous);
    },
  );

  itProp.prop([text, fc.integer({ min: 1, max: 30 })], { seed: 2, numRuns: 1000 })(
    'respects the limit and is idempotent',
    (from, limit) => {
      const once = printable(from, limit);
      expect(once.length).toBeLessThanOrEqual(limit);
      expect(printable(once, limit)).toBe(once);
    },
  );

  itProp.prop([fc.string({ unit: 'grapheme-ascii', maxLength: 200 })], { seed: 3 })(
    'keeps printable ASCII unchanged',
    (from) => {
      expect(printable(from)).toBe(from);
    },
  );
});

describe('showValue', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const hostile = {
    get trap(): never {
      throw new Error('no');
    },
  };

  it.each([
    [0.5, '0.5'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [7n, '7n'],
    [undefined, 'undefined'],
    [null, 'null'],
    ['te\nxt', '"te\\nxt"'],
    [[1, 'a', [true]], '[1, "a", [true]]'],
    [{ share: 2, 'a\u001b': null }, '{ share: 2, a\\x1b: null }'],
    [{}, '{}'],
    [new Float32Array(12), 'Float32Array of 12 values'],
    [new Map(), 'an object of class Map'],
    [Object.create(null), '{}'],
    [() => 1, 'a function'],
    [Symbol('x'), 'Symbol(x)'],
    [Array(100).fill(1), `[${Array(16).fill(1).join(', ')}, …]`],
    [cyclic, '{ self: { self: { self: {…} } } }'],
  ])('case %#: %s', (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });

  it("does not throw if the value's own methods throw", () => {
    expect(showValue(hostile)).toBe('a value that cannot be shown');
  });

  itProp.prop([fc.anything({ withTypedArray: true, withNullPrototype: true, withMap: true })], {
    seed: 4,
    numRuns: 1000,
  })('is one printable line of at most 80 characters, whatever the value', (value) => {
    const shown = showValue(value);
    expect(shown.length).toBeLessThanOrEqual(80);
    expect(shown).not.toMatch(dangerous);
  });
});
