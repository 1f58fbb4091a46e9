import { readFile } from 'node:fs/promises';
import { runReadmeExample } from '@reluctant/testing';
import { expect, it } from 'vitest';

const readme = new URL('../README.md', import.meta.url);

it('runs the example of the README, which prints what stands below it', async () => {
  const [, printed] = /```text\n(.*?)```/s.exec(await readFile(readme, 'utf8')) ?? [];
  expect(await runReadmeExample(readme)).toBe(printed);
});
