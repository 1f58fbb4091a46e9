import { expect, it } from 'vitest';
import { axisDomain } from './axis-domain.js';

const curve = Array.from({ length: 100 }, (_, epoch) => 0.2 + 0.5 * Math.exp(-epoch / 5));

it('includes all of a curve, even one that falls fast', () => {
  expect(axisDomain(curve)).toEqual({ domain: [curve[99], curve[0]], outside: 0 });
});

it('cuts outliers off and counts them', () => {
  const { domain, outside } = axisDomain([...curve, 1e6, 50]);
  expect(outside).toBe(2);
  expect(domain).toEqual([curve[99], curve[0]]);
});

it('has a non-zero length for a constant and for no values', () => {
  expect(axisDomain([0, 0])).toEqual({ domain: [-0.5, 0.5], outside: 0 });
  expect(axisDomain([])).toEqual({ domain: [0, 1], outside: 0 });
});
