import type { ConnectedQueue } from '@reluctant/runner/queue';
import { cliVersion } from '../cli-version.js';
import { queueUrl } from '../flags/queue-url.js';

/**
 * Connects to the queue of `--queue`; undefined without the flag. BullMQ is loaded only here.
 *
 * @param say - shows a sentence
 */
export async function openQueue(
  flag: string | true | undefined,
  say: (sentence: string) => void,
): Promise<ConnectedQueue | undefined> {
  if (flag === undefined) return undefined;
  const queue = queueUrl(flag);
  const { connectQueue } = await import('@reluctant/runner/queue');
  return connectQueue({ queue, version: cliVersion(), onNotice: say });
}
