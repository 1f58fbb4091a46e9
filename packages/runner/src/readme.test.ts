import { runReadmeExample } from '@reluctant/testing';
import { expect, test } from 'vitest';

test('runs the example of the README', async () => {
  expect(await runReadmeExample(new URL('../README.md', import.meta.url))).toBe(
    'relu 2 true true\nstoch 2 true true\n',
  );
});
