import { expect, test } from 'vitest';
import { loadQueuePackages } from './load-queue-packages.js';

test('a missing package is one sentence; another error is passed on', async () => {
  const missing = Object.assign(new Error("Cannot find package 'bullmq'"), { code: 'ERR_MODULE_NOT_FOUND' });
  await expect(loadQueuePackages(() => Promise.reject(missing))).rejects.toMatchObject({
    code: 'broken-installation',
    message:
      'a queue needs the packages bullmq and ioredis, which are not installed ' +
      "(npm install bullmq ioredis, or pnpm add --allow-build='!msgpackr-extract' bullmq ioredis)",
  });
  await expect(loadQueuePackages(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
