import { readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from './normal.js';
import { studentCdf, studentQuantile } from './student.js';

/** A value of a distribution function at a point, or of a quantile function at a probability. */
type Case = { readonly degrees?: number } & (
  | { readonly at: number; readonly cdf: number }
  | { readonly p: number; readonly quantile: number }
);

/** The output of `tooling/goldens/distributions.py`: mpmath with 40 digits. */
const { cases } = readGolden<{ readonly cases: readonly Case[] }>(
  new URL('../../fixtures/distributions.json', import.meta.url),
);
const normal = cases.filter(({ degrees }) => degrees === undefined);
const few = cases.filter(({ degrees = Number.NaN }) => degrees <= 1000);
const many = cases.filter(({ degrees = Number.NaN }) => degrees > 1000);

/** Every error is below the tolerance: relative, of quantiles within ±1 absolute. */
function expectErrors(of: readonly Case[], tolerance: number): void {
  for (const one of of) {
    const { degrees } = one;
    const [value, expected] =
      'cdf' in one
        ? [degrees === undefined ? normalCdf(one.at) : studentCdf(one.at, degrees), one.cdf]
        : [degrees === undefined ? normalQuantile(one.p) : studentQuantile(one.p, degrees), one.quantile];
    const scale = 'cdf' in one ? expected : Math.max(1, Math.abs(expected));
    const error = Math.abs(value - expected) / scale;
    expect(error, JSON.stringify(one)).toBeLessThan(tolerance);
  }
  expect(of.length).toBeGreaterThan(20);
}

describe('against mpmath, relative errors (absolute for quantiles within ±1)', () => {
  it('the normal distribution and its quantiles: 1e-14, for probabilities down to 1e-300', () => {
    expectErrors(normal, 1e-14);
  });

  it("Student's t and its quantiles: 1e-13 from half a degree of freedom to 1000, down to 1e-20", () => {
    expectErrors(few, 1e-13);
  });

  it("Student's t and its quantiles: 1e-10 up to a million degrees of freedom", () => {
    expectErrors(many, 1e-10);
  });
});

describe.each<[string, (x: number) => number, (p: number) => number]>([
  ['normal', normalCdf, normalQuantile],
  ["Student's t, 4 degrees of freedom", (t) => studentCdf(t, 4), (p) => studentQuantile(p, 4)],
])('%s', (_, cdf, quantile) => {
  it('is symmetric: the upper half is 1 minus the lower', () => {
    for (const x of [0.1, 0.7, 1.5, 3, 8]) expect(cdf(x)).toBe(1 - cdf(-x));
    for (const p of [0.25, 0.125, 2 ** -20]) expect(quantile(1 - p)).toBe(-quantile(p));
  });

  it('reaches its ends, and has no value outside of [0, 1]', () => {
    expect([cdf(Number.NEGATIVE_INFINITY), cdf(Number.POSITIVE_INFINITY), cdf(0)]).toEqual([0, 1, 0.5]);
    expect([quantile(0), quantile(1), quantile(0.5)]).toEqual([-Infinity, Infinity, 0]);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(quantile(p)).toBeNaN();
    expect(cdf(Number.NaN)).toBeNaN();
  });

  it('grows, also where one formula hands over to another', () => {
    const grid = Array.from({ length: 4001 }, (__, index) => (index - 2000) / 200);
    grid.forEach((x, index) => {
      if (index > 0) expect(cdf(x), `at ${x}`).toBeGreaterThanOrEqual(cdf(grid[index - 1] ?? Number.NaN));
    });
  });
});

it('degrees of freedom that are not above 0 have no distribution', () => {
  for (const degrees of [0, -1, Number.NaN]) {
    expect(studentCdf(1, degrees)).toBeNaN();
    expect(studentQuantile(0.1, degrees)).toBeNaN();
  }
});
