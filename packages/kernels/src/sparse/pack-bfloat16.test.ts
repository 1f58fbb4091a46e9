import { fc, it as itProp } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { bfloat16Bits, bfloat16Column, hasBitsBelow, upperBits } from './pack-bfloat16.js';

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);
const bitsOf = (value: number): number => {
  float[0] = value;
  return bits[0] ?? 0;
};
const floatOf = (value: number): number => {
  bits[0] = value;
  return float[0] ?? 0;
};

/** Sizes of weights, both signs. */
const weights = fc
  .tuple(fc.float({ min: 1, max: 2, noNaN: true }), fc.integer({ min: -60, max: 60 }), fc.boolean())
  .map(([mantissa, exponent, negative]) => Math.fround((negative ? -1 : 1) * mantissa * 2 ** exponent));

describe('packing bfloat16', () => {
  itProp.prop([weights], { seed: 1, numRuns: 500 })('rounds to nearest: within 2⁻⁸ relatively', (weight) => {
    const rounded = floatOf(bfloat16Bits(bitsOf(weight)) << 16);
    expect(Math.abs(rounded / weight - 1)).toBeLessThanOrEqual(2 ** -8);
  });

  itProp.prop([weights, fc.integer({ min: 0, max: 0xffff })], { seed: 2, numRuns: 1000 })(
    'rounds an upper half to within 2⁻⁸ relatively, whatever stands below it',
    (weight, below) => {
      const rounded = floatOf((upperBits(bitsOf(weight), below) << 16) | below);
      expect(Math.abs(rounded / weight - 1)).toBeLessThanOrEqual(2 ** -8);
    },
  );

  it('keeps ties even, zeros, infinities and NaN', () => {
    expect([0x3f808000, 0x3f818000, 0x80000000].map(bfloat16Bits)).toEqual([0x3f80, 0x3f82, 0x8000]);
    expect([Infinity, -Infinity, Number.NaN].map((value) => floatOf(bfloat16Bits(bitsOf(value)) << 16))).toEqual([
      Infinity,
      -Infinity,
      Number.NaN,
    ]);
    expect([0, Infinity, -Infinity, Number.NaN].map((value) => floatOf(upperBits(bitsOf(value), 0) << 16))).toEqual([
      0,
      Infinity,
      -Infinity,
      Number.NaN,
    ]);
    expect(floatOf((upperBits(bitsOf(Infinity), 7) << 16) | 7)).toBeNaN();
  });

  it('packs zeros and tiny weights with a neighbour as normal numbers of at most 2⁻⁶², zeros as negative ones', () => {
    for (const weight of [0, -0, 1e-30, -1e-30, 1e-40]) {
      const rounded = floatOf((upperBits(bitsOf(weight), 0xffff) << 16) | 0xffff);
      expect(Math.abs(rounded)).toBeGreaterThanOrEqual(2 ** -63);
      expect(Math.abs(rounded)).toBeLessThan(2 ** -62);
      expect(Math.sign(rounded)).toBe(weight > 0 ? 1 : -1);
    }
  });

  it('packs eight columns as 0 4 1 5 2 6 3 7', () => {
    expect(Array.from({ length: 10 }, (_, place) => bfloat16Column(place))).toEqual([0, 4, 1, 5, 2, 6, 3, 7, 8, 12]);
  });

  it('reads no position with bits of the previous cache line', () => {
    for (let place = 0; place < 128; place += 32) expect(hasBitsBelow(place, false)).toBe(false);
  });
});
