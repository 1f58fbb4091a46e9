import { runReadmeExample } from '@reluctant/testing';
import { expect, it } from 'vitest';

it('the example of the README runs and prints what it says', async () => {
  expect(await runReadmeExample(new URL('../README.md', import.meta.url))).toBe('194 nothing yet 2\n');
});
