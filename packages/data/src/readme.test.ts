import { runReadmeExample } from '@reluctant/testing';
import { expect, it } from 'vitest';

it('runs the example of the README', async () => {
  expect(await runReadmeExample(new URL('../README.md', import.meta.url))).toMatch(/^800 200 521 [01] 30000\n$/);
});
