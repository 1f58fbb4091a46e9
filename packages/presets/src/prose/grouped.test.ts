import { expect, test } from 'vitest';
import { grouped } from './grouped.js';

test.each([0, 7, 999, 1000, 12345, 1234567])('%i is grouped as toLocaleString does it', (count) => {
  expect(grouped(count)).toBe(count.toLocaleString('en-US'));
});
