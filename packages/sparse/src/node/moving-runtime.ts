import type { RuntimeHandle } from '../runtime-handle.js';

/** A call that holds the calling thread for longer, in milliseconds, is a long one. */
const longCall = 1;
/** Long calls in a row that move a session. The first call of a session also prepares memory. */
const longCalls = 2;
/** A single call that moves a session, in milliseconds. */
const veryLongCall = 10;

/** What {@link movingRuntime} needs besides the open session. */
export interface Moving {
  /** Opens the session in a thread of its own; undefined if that cannot be had. */
  open(): Promise<RuntimeHandle | undefined>;
  /** Milliseconds of a clock. */
  now(): number;
}

/**
 * An onnxruntime session on the calling thread that moves to a thread of its own when two calls in a row have held the
 * calling thread for more than a millisecond, or one for more than ten: a small file may hold a long loop. Calls are
 * answered on the calling thread until the other one is open, and in order.
 */
export function movingRuntime(here: RuntimeHandle, { open, now }: Moving): RuntimeHandle {
  const pending = new Set<Promise<unknown>>();
  let long = 0;
  let opening: Promise<RuntimeHandle | undefined> | undefined;
  /** The session in its thread, once it is open and the calls before it have ended here. */
  let moved: Promise<RuntimeHandle> | undefined;

  async function move(): Promise<RuntimeHandle | undefined> {
    const thread = await open();
    if (thread !== undefined) {
      moved = Promise.allSettled(pending).then(async () => {
        await here.release();
        return thread;
      });
    }
    return thread;
  }

  async function measured(call: () => ReturnType<RuntimeHandle['run']>): ReturnType<RuntimeHandle['run']> {
    let start = now();
    // onnxruntime-node computes in an immediate of its own: this one comes right before it.
    setImmediate(() => {
      start = now();
    });
    const results = await call();
    const took = now() - start;
    long = took > longCall ? long + 1 : 0;
    if (long >= longCalls || took > veryLongCall) opening ??= move().catch(() => undefined);
    return results;
  }

  return {
    ...{ inputNames: here.inputNames, outputNames: here.outputNames },
    ...{ inputMetadata: here.inputMetadata, outputMetadata: here.outputMetadata },
    run(feeds, names, options) {
      // Waiting for one promise keeps the calls in order.
      if (moved !== undefined) return moved.then((thread) => thread.run(feeds, names, options));
      const run =
        opening === undefined ? measured(() => here.run(feeds, names, options)) : here.run(feeds, names, options);
      pending.add(run);
      const ended = (): void => void pending.delete(run);
      run.then(ended, ended);
      return run;
    },
    async release() {
      await Promise.allSettled(pending);
      await opening;
      await (await (moved ?? here)).release();
    },
  };
}
