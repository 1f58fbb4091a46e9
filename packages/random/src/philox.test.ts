import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { multiplyHigh, philox4x32 } from './philox.js';
import { RandomStream } from './random-stream.js';

const word = fc.nat(0xffffffff);

describe('philox4x32', () => {
  // Known answers of Random123 (Salmon et al.), philox4x32-10.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [Array(4).fill(0xffffffff), Array(2).fill(0xffffffff), [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('counter %j, key %j: the published words', (counter, key, expected) => {
    const out = new Uint32Array(4);
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = counter;
    philox4x32(c0, c1, c2, c3, key[0] ?? 0, key[1] ?? 0, out);
    expect(Array.from(out)).toEqual(expected);
  });

  test.prop([word, word], { seed: 1 })('multiplyHigh is exact', (a, b) => {
    expect(multiplyHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
  });
});

describe('RandomStream', () => {
  const stream = new RandomStream({ seed: 5, run: 2 }, 'train');

  test.prop([fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.nat(1000)], { seed: 2, numRuns: 50 })(
    'a block contains the words of its positions, for any shape',
    (rows, units, step) => {
      const block = stream.words({ step, layer: 3, rows, units });
      for (let row = 0; row < rows; row++) {
        for (let unit = 0; unit < units; unit++) {
          expect(block[row * units + unit]).toBe(stream.word(step, 3, unit, row));
        }
      }
    },
  );

  test.prop([fc.integer({ min: 0, max: 200 }), fc.nat(1000)], { seed: 3, numRuns: 30 })(
    'an order is a permutation',
    (n, step) => {
      expect([...stream.order(n, step)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, index) => index));
    },
  );

  test.prop([fc.integer({ min: 2, max: 50 }), fc.nat(1000)], { seed: 4, numRuns: 30 })(
    'an order is Fisher–Yates with j = mulhi(word(step, 0, 0, i), i + 1)',
    (n, step) => {
      const expected = Array.from({ length: n }, (_, index) => index);
      for (let i = n - 1; i > 0; i--) {
        const j = multiplyHigh(stream.word(step, 0, 0, i), i + 1);
        [expected[i], expected[j]] = [expected[j] ?? -1, expected[i] ?? -1];
      }
      expect([...stream.order(n, step)]).toEqual(expected);
    },
  );

  // 40,000 draws: each bound is at least 4.5 standard errors wide, so a false alarm has a probability below 1e-5; the
  // seed is fixed.
  const at = { step: 0, rows: 200, units: 200 };
  const moments = (values: ArrayLike<number>): [number, number] => {
    const list = Array.from(values);
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    return [mean, list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length];
  };
  it.each([
    ['uniform', stream.uniform(at), 0.5, 1 / 12, 0.0066, 0.0017],
    ['normal', stream.normal(at), 0, 1, 0.0225, 0.032],
    ['logistic', stream.logistic(at), 0, Math.PI ** 2 / 3, 0.041, 0.14],
    ['gumbel', stream.gumbel(at), 0.5772157, Math.PI ** 2 / 6, 0.029, 0.09],
    ['bernoulli(0.3)', stream.bernoulli(0.3, at), 0.3, 0.21, 0.0104, 0.0042],
  ])(
    '%s draws have its mean and variance within 4.5 standard errors',
    (_name, values, mean, variance, meanBound, varianceBound) => {
      const [actualMean, actualVariance] = moments(values);
      expect(Math.abs(actualMean - mean)).toBeLessThan(meanBound);
      expect(Math.abs(actualVariance - variance)).toBeLessThan(varianceBound);
    },
  );

  it('refuses values that do not fit the counter, where different draws would coincide', () => {
    expect(() => stream.words({ step: 0, layer: 65536, rows: 1, units: 1 })).toThrow(
      /^layer must be .* 65535, got 65536/,
    );
    expect(() => stream.uniform({ step: -1, rows: 1, units: 1 })).toThrow(/^step must be a whole number/);
    expect(() => stream.bernoulli(0.5, { step: 0, rows: 0.5, units: 1 })).toThrow(/^rows must be a whole number/);
    expect(() => new RandomStream({ seed: 2 ** 32, run: 0 }, 'train')).toThrow(/^seed must be .* 4294967295/);
  });

  it('draws differ between seeds, runs, purposes, steps and layers', () => {
    const words = [
      stream.word(0),
      stream.word(1),
      stream.word(0, 1),
      stream.word(0, 0, 1),
      stream.word(0, 0, 0, 1),
      new RandomStream({ seed: 6, run: 2 }, 'train').word(0),
      new RandomStream({ seed: 5, run: 3 }, 'train').word(0),
      new RandomStream({ seed: 5, run: 2 }, 'evaluate').word(0),
    ];
    expect(new Set(words).size).toBe(words.length);
  });
});
