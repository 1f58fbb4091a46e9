import { expect, test } from 'vitest';
import { groupDuration } from './group-duration.js';

test.each([
  ['of a long study have the longest duration', [100_000, 8, 3], 3],
  ['of some minutes are a twenty-fourth of the share of a thread', [96, 4, 3], 1],
  ['of a short study are no shorter than a quarter of a second', [1, 4, 3], 0.25],
  ['before a worker is there are those for one thread', [24, 0, 3], 1],
  ['are never longer than wanted', [1000, 1, 0.01], 0.01],
] as const)('groups %s', (_, [total, threads, longest], expected) => {
  expect(groupDuration(total, threads, longest)).toBe(expected);
});
