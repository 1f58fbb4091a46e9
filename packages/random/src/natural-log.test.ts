import { type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { naturalLog } from './natural-log.js';

const golden = readGolden<{ x: GoldenArray; y: GoldenArray }>(new URL('../fixtures/natural-log.json', import.meta.url));

describe('naturalLog', () => {
  it("equals the C library's log on all 960 golden arguments, from 5e-324 to 1.8e308: 0 units in the last place off", () => {
    expect(golden.x.data).toHaveLength(960);
    expect(Array.from(goldenNumbers(golden.x), naturalLog)).toEqual(Array.from(goldenNumbers(golden.y)));
  });

  it('is within one unit in the last place of Math.log everywhere', () => {
    for (let x = 1e-300; x < 1e300; x *= 1.37) {
      expect(Math.abs(naturalLog(x) - Math.log(x))).toBeLessThanOrEqual(2.3e-16 * Math.abs(Math.log(x)));
    }
  });

  it.each([
    [1, 0],
    [0, Number.NEGATIVE_INFINITY],
    [-0, Number.NEGATIVE_INFINITY],
    [-1, Number.NaN],
    [Number.NEGATIVE_INFINITY, Number.NaN],
    [Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('of %s is %s', (x, expected) => {
    expect(naturalLog(x)).toBe(expected);
  });
});
