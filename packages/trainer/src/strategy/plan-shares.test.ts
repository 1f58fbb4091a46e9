import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parseStrategy } from './parse-strategy.js';
import { planShares } from './plan-shares.js';

const length = { epochs: 4, stepsPerEpoch: 5 };
const sharesOf = (text: string, over = length): number[] => [...planShares(parseStrategy(text).schedule, over).share];
const times = (count: number, value: number): number[] => new Array<number>(count).fill(value);

describe('planShares', () => {
  it('a constant is the same at every step, a gate NaN', () => {
    expect(sharesOf('stoch:share=0.25')).toEqual(times(20, 0.25));
    expect(sharesOf('gumbel_stoch')).toEqual(times(20, Number.NaN));
  });

  it('switch takes the last round(tail·N) steps', () => {
    expect(sharesOf('switch:tail=0.12')).toEqual([...times(18, 0), ...times(2, 1)]);
    expect(sharesOf('switch:from=gumbel_stoch,tail=0.5')).toEqual([...times(10, Number.NaN), ...times(10, 1)]);
    expect(sharesOf('switch:tail=0.01')).toEqual(times(20, 0));
  });

  it('marks the steps with domain all', () => {
    const { domainAll } = planShares(
      parseStrategy('switch:from=stoch,from.domain=negative,tail=0.25').schedule,
      length,
    );
    expect([...domainAll]).toEqual([...times(15, 0), ...times(5, 1)]);
  });

  it('alternate changes over every few steps or epochs', () => {
    expect(sharesOf('alternate:every=3,unit=step').slice(0, 8)).toEqual([0, 0, 0, 1, 1, 1, 0, 0]);
    expect(sharesOf('alternate:every=2')).toEqual([...times(10, 0), ...times(10, 1)]);
    expect(sharesOf('alternate:every=3')).toEqual([...times(15, 0), ...times(5, 1)]);
  });

  it('anneal changes linearly or along half a cosine', () => {
    expect(sharesOf('anneal', { epochs: 1, stepsPerEpoch: 5 })).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const cosine = sharesOf('anneal:shape=cosine', { epochs: 1, stepsPerEpoch: 5 });
    expect(cosine).toEqual([0, 0.5 - Math.SQRT1_2 / 2, 0.5, 0.5 + Math.SQRT1_2 / 2, 1].map(Math.fround));
    expect(sharesOf('anneal', { epochs: 1, stepsPerEpoch: 1 })).toEqual([1]);
  });

  test.prop(
    [
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('linear', 'cosine'),
      fc.integer({ min: 2, max: 300 }),
    ],
    { seed: 7, numRuns: 200 },
  )('anneal starts and ends exactly at its two shares and stays between them', (from, to, shape, stepsPerEpoch) => {
    const { schedule } = parseStrategy({ name: 'anneal', from, to, shape });
    const { share } = planShares(schedule, { epochs: 1, stepsPerEpoch });
    expect(share[0]).toBe(from);
    expect(share.at(-1)).toBe(to);
    expect(share.every((p) => p >= Math.min(from, to) && p <= Math.max(from, to))).toBe(true);
  });
});
