import { expect, test } from 'vitest';
import { comparisonName } from './comparison-name.js';

test('short names are the names of the studies; long ones are short, and differ where the studies do', () => {
  expect(comparisonName(['post', 'study-1a2b3c4d'])).toBe('compare-post-study-1a2b3c4d');
  expect(comparisonName(['a b', '漢/字|'])).toBe('compare-a_b-_');
  const many = Array.from({ length: 40 }, (_, at) => `bottleneck=${at},lr=0.001,n_informative=15`);
  expect(comparisonName(many)).toMatch(/^compare-bottleneck=0_lr=0.001_n_-and-39-[0-9a-f]{8}$/);
  expect(comparisonName(many)).not.toBe(comparisonName([...many].reverse()));
  expect(comparisonName(many)).not.toBe(comparisonName([...many.slice(0, 39), 'x']));
  expect(comparisonName(['x'.repeat(300), 'y'])).toHaveLength('compare-'.length + 24 + '-and-1-'.length + 8);
});
