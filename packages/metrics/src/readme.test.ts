import { runReadmeExample } from '@reluctant/testing';
import { expect, it } from 'vitest';

it('the example of the README runs and prints what it says', async () => {
  expect(await runReadmeExample(new URL('../README.md', import.meta.url))).toBe(
    '0.3778 0.6667\ndifferent -0.0550 0.0078 0.305\n',
  );
});
