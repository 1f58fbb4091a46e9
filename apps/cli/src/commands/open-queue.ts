import { option, ReluctantError, sentence } from '@reluctant/errors';
import type { ConnectedQueue } from '@reluctant/runner/queue';
import { cliVersion } from '../cli-version.js';
import { queueAuthorities, queueUrl } from '../flags/queue-url.js';

/**
 * Connects to the queue of `--queue`; undefined without the flag. BullMQ is loaded only here.
 *
 * @param flags - `--queue` and `--queue_ca`
 * @param say - shows a sentence
 */
export async function openQueue(
  flags: { readonly queue?: string | true; readonly queue_ca?: string },
  say: (sentence: string) => void,
): Promise<ConnectedQueue | undefined> {
  if (flags.queue === undefined) {
    if (flags.queue_ca === undefined) return undefined;
    throw new ReluctantError('invalid-option', sentence`${option('queue_ca')} needs ${option('queue')}`, {
      path: ['queue_ca'],
    });
  }
  const [queue, queue_ca] = [queueUrl(flags.queue), queueAuthorities(flags.queue_ca)];
  const { connectQueue } = await import('@reluctant/runner/queue');
  return connectQueue({ queue, queue_ca, version: cliVersion(), onNotice: say });
}
