import { expect, it, test } from 'vitest';
import { sparkline } from './sparkline.js';
import { wrapText } from './wrap-text.js';

it.each([
  [[0, 1, 4, 8], ' ▁▄█'],
  [[1, 1000], '▁█'],
  [[0, 0], '  '],
  [[], ''],
])('%j is the line %j', (counts, line) => {
  expect(sparkline(counts)).toBe(line);
});

test('lines are broken at spaces and further ones indented; a longer word has its own line', () => {
  expect(wrapText('- one two three four', 11, '  ')).toBe('- one two\n  three\n  four');
  expect(wrapText('a averylongword b', 5)).toBe('a\naverylongword\nb');
  expect(wrapText('fits', 4)).toBe('fits');
});
