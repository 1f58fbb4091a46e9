import { runReadmeExample } from '@reluctant/testing';
import { expect, test } from 'vitest';

test('runs the example of the README', async () => {
  expect((await runReadmeExample(new URL('../README.md', import.meta.url))).split('\n')).toEqual([
    'With room to overfit (16 units instead of 4), do the gates choose differently, and does noise help?',
    'bottleneck = 4 3 5000',
    'bottleneck = 16 3 5000',
    '# Findings: overfit',
    '',
  ]);
});
