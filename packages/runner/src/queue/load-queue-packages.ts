import { ReluctantError } from '@reluctant/errors';

/** What a queue uses of its optional packages. */
export interface QueuePackages {
  readonly bullmq: Pick<typeof import('bullmq'), 'Queue' | 'QueueEvents' | 'WaitingError' | 'Worker'>;
  readonly ioredis: Pick<typeof import('ioredis'), 'Redis'>;
}

/**
 * Loads BullMQ and its driver for Redis. They are optional peer dependencies: studies on one machine do not need them.
 *
 * @param load - imports the two packages
 * @throws ReluctantError (`broken-installation`) in one sentence when one of them is not installed
 */
export async function loadQueuePackages(load: () => Promise<QueuePackages> = importPackages): Promise<QueuePackages> {
  try {
    return await load();
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')) throw cause;
    throw new ReluctantError(
      'broken-installation',
      'a queue needs the packages bullmq and ioredis, which are not installed ' +
        "(npm install bullmq ioredis, or pnpm add --allow-build='!msgpackr-extract' bullmq ioredis)",
      { cause },
    );
  }
}

async function importPackages(): Promise<QueuePackages> {
  const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
  return { bullmq, ioredis };
}
