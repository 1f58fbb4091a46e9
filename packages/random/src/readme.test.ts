import { runReadmeExample } from '@reluctant/testing';
import { expect, it } from 'vitest';

it('runs the example of the README', async () => {
  expect(await runReadmeExample(new URL('../README.md', import.meta.url))).toBe('0.3745401188473625 7\n512 true\n');
});
