import { runReadmeExample } from '@reluctant/testing';
import { expect, it } from 'vitest';

it('the example of the README runs and prints what it says', async () => {
  expect(await runReadmeExample(new URL('../README.md', import.meta.url))).toBe('0 0 0 0 0 0 0 0 0 1 0 40\n');
});
