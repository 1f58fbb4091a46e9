import { expect, test } from 'vitest';
import { atMost } from './at-most.js';

test('work that ends, fails, or never ends does not keep a program', async () => {
  const never = new Promise<void>(() => undefined);
  await expect(atMost(60_000, Promise.resolve())).resolves.toBeUndefined();
  await expect(atMost(60_000, Promise.reject(new Error('gone')))).resolves.toBeUndefined();
  await expect(atMost(1, never)).resolves.toBeUndefined();
});
