import { setTimeout as wait } from 'node:timers/promises';

/**
 * Waits for work at the end of a program, but no longer than some time: a server that is gone must not keep the program
 * from ending. Errors are ignored, because everything that matters is on the disk by then.
 *
 * @param milliseconds - the longest time
 */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const late = wait(milliseconds, undefined, { signal: done.signal });
  await Promise.race([work, late]).catch(() => undefined);
  late.catch(() => undefined);
  work.catch(() => undefined);
  done.abort();
}
