import { runReadmeExample } from '@reluctant/testing';
import { expect, it } from 'vitest';

it('runs the example of the README', async () => {
  expect(await runReadmeExample(new URL('../README.md', import.meta.url))).toBe('3 relu deterministic\n');
});
