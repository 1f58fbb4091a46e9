import type { SparseProgram } from '@reluctant/kernels/sparse';
import { CallQueue } from './call-queue.js';
import type { Platform } from './platform.js';
import type { SparseSessionOptions } from './sparse-session.js';

/** What a queue needs besides its program. */
export interface QueueSettings {
  readonly platform: Platform;
  readonly options: Pick<SparseSessionOptions, 'worker'>;
  /** Called with a sentence about what could not be had. */
  readonly notice: (sentence: string) => void;
}

/**
 * The queue of a program's long calls; its thread starts on first need.
 *
 * @param couldNot - a sentence about what could not be had, and why
 */
export function queueOf(
  program: SparseProgram,
  { platform, options, notice }: QueueSettings,
  couldNot: (what: string, reason: unknown) => string,
): CallQueue {
  return new CallQueue(program, async () => {
    // Only where memory cannot be shared.
    if (program.callTask === undefined) return undefined;
    return await platform.startWorker(program.callTask, options.worker).catch((reason: unknown) => {
      notice(couldNot('long calls are computed on the calling thread', reason));
      return undefined;
    });
  });
}
