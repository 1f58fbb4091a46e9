import { runReadmeExample } from '@reluctant/testing';
import { expect, test } from 'vitest';

test('the example of the README', async () => {
  expect(await runReadmeExample(new URL('../README.md', import.meta.url))).toBe('Hello, Ada Lovelace.\n0\n');
});
