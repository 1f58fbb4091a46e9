import { describe, expect, it } from 'vitest';
import { ratioOf, type Sample, shuffled, timingOf } from './sample.js';

const sample = (
  ...blocks: readonly (readonly [round: number, microseconds: readonly number[]])[]
): Pick<Sample, 'blocks'> => ({
  blocks: blocks.map(([round, microseconds]) => ({ round, microseconds })),
});

describe('samples', () => {
  it('compares the medians of block medians: neither a slow call nor a slow block changes the ratio', () => {
    const slow = sample([0, [20, 22, 900]], [1, [900, 901]], [2, [20]]);
    const fast = sample([0, [10, 11, 12]], [1, [9]], [2, [300]]);
    // Blocks of 22, 900.5 and 20 beside 11, 9 and 300.
    expect(ratioOf(slow, fast)).toBe(2);
    expect(ratioOf(fast, slow)).toBe(0.5);
  });

  it('leaves out blocks that others disturbed, unless there is no other', () => {
    const disturbed = { round: 2, microseconds: [5000], quiet: false };
    const slow = { blocks: [...sample([0, [20]], [1, [20]]).blocks, disturbed, disturbed, disturbed] };
    expect(ratioOf(slow, sample([0, [10]]))).toBe(2);
    expect(timingOf(slow)).toMatchObject({ calls: 2, p99: 20 });
    expect(ratioOf({ blocks: [disturbed] }, sample([0, [10]]))).toBe(500);
    expect(ratioOf({ blocks: [] }, sample([0, [9]]))).toBeNaN();
  });

  it('summarises all calls together', () => {
    const times = Array.from({ length: 101 }, (_, index) => index);
    expect(timingOf(sample([0, times.slice(50)], [1, times.slice(0, 50)]))).toEqual({
      ...{ calls: 101, median: 50, p90: 90, p99: 99 },
    });
  });

  it('shuffles every value to every place, keeping all', () => {
    const seen = new Set<string>();
    let state = 1;
    const random = (): number => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    for (let turn = 0; turn < 60; turn++) {
      const order = shuffled([1, 2, 3], random);
      expect([...order].sort()).toEqual([1, 2, 3]);
      seen.add(order.join());
    }
    expect(seen.size).toBe(6);
  });
});
