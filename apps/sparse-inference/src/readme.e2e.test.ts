import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { runSparseCli } from './testing/run-sparse-cli.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

test('the steps of the README, in their order, as they stand', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const steps = [...readme.matchAll(/^reluctant-sparse (.* runs\/mine.*)$/gm)].map(([, step]) => step ?? '');
  expect(steps.map((step) => step.split(' ')[0])).toEqual(['train', 'export', 'verify', 'bench', 'report']);
  for (const step of steps) expect(await runSparseCli(scratch.path, step)).toMatchObject({ code: 0 });
  expect(existsSync(join(scratch.path, 'runs/mine/plots/speed_up_1_thread.png'))).toBe(true);
});
