import { Worker } from 'node:worker_threads';
import { ReluctantError } from '@reluctant/errors';
import type { InferenceSession } from 'onnxruntime-common';
import type { PlainFeed } from '../feeds.js';
import type { RuntimeHandle, RuntimeTensor } from '../runtime-handle.js';
import { firstLine } from '../runtime-session.js';
import type { RuntimeAnswer, RuntimeRequest } from './runtime-messages.js';

interface Waiting {
  readonly resolve: (results: Readonly<Record<string, RuntimeTensor>>) => void;
  readonly reject: (error: Error) => void;
}

/** A thread in which onnxruntime-node is loaded, or is found not to be installed. */
export interface RuntimeThread {
  /** False if onnxruntime-node is not installed or does not load. */
  readonly loaded: boolean;
  /**
   * @param model - taken over: it can no longer be used, if it is the whole of its buffer
   * @throws an error with onnxruntime's message if it refuses the model
   */
  open(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<RuntimeHandle>;
  /** Ends the thread. */
  end(): Promise<void>;
}

/**
 * Starts a thread for one onnxruntime session. onnxruntime-node loads, opens and runs synchronously, so on the calling
 * thread a session of hundreds of megabytes would hold the event loop for seconds when it opens, and for each run.
 *
 * @throws the thread's error if it does not start
 */
export function startRuntimeThread(): Promise<RuntimeThread> {
  // Without the caller's flags: `--input-type` and similar are invalid in a worker.
  const worker = new Worker(new URL('./runtime-worker.js', import.meta.url), { execArgv: [] });
  const post = (request: RuntimeRequest, transfer: readonly ArrayBuffer[] = []): void =>
    worker.postMessage(request, [...transfer]);
  const end = async (): Promise<void> => void (await worker.terminate());
  return new Promise((started, failed) => {
    const session = new ThreadSession(post, end, (held) => (held ? worker.ref() : worker.unref()));
    worker.on('message', (message: RuntimeAnswer) => {
      if (message.kind !== 'loaded') session.answer(message);
      else {
        const { loaded } = message;
        started({ loaded, end, open: (model, options) => session.open(model, options) });
      }
    });
    const ended = (error: Error): void => {
      failed(error);
      session.fail(error);
    };
    worker.once('error', ended);
    worker.once('exit', () => ended(new ReluctantError('input-output', 'its thread has ended')));
  });
}

function notAnswered(failure: string): ReluctantError {
  const message = `onnxruntime does not answer: ${firstLine(failure)}`;
  return new ReluctantError('invalid-argument', message, { path: ['feeds'] });
}

/** The owner's side of a thread: which call waits for which answer. */
class ThreadSession {
  readonly #post: (request: RuntimeRequest, transfer?: readonly ArrayBuffer[]) => void;
  readonly #end: () => Promise<void>;
  /** Lets the thread keep the process alive, or not. */
  readonly #hold: (held: boolean) => void;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #opened: { readonly resolve: (handle: RuntimeHandle) => void; readonly reject: (error: Error) => void } | undefined;
  #released: (() => void) | undefined;

  constructor(
    post: (request: RuntimeRequest, transfer?: readonly ArrayBuffer[]) => void,
    end: () => Promise<void>,
    hold: (held: boolean) => void,
  ) {
    this.#post = post;
    this.#end = end;
    this.#hold = hold;
  }

  open(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<RuntimeHandle> {
    return new Promise((resolve, reject) => {
      this.#opened = { resolve, reject };
      this.#post({ kind: 'open', model, options }, wholeBuffer(model));
    });
  }

  answer(message: Exclude<RuntimeAnswer, { kind: 'loaded' }>): void {
    if (message.kind === 'opened') {
      this.#hold(false);
      this.#opened?.resolve({
        ...message.opened,
        run: (feeds, names, options) => this.#run({ feeds, names, options }),
        release: () => this.#release(),
      });
    } else if (message.kind === 'refused') {
      this.#opened?.reject(new ReluctantError('invalid-file', message.failure));
      void this.#end();
    } else if (message.kind === 'released') {
      this.#released?.();
    } else {
      const caller = this.#waiting.get(message.call);
      this.#waiting.delete(message.call);
      if (this.#waiting.size === 0) this.#hold(false);
      if (message.kind === 'results') caller?.resolve(message.results);
      else caller?.reject(notAnswered(message.failure));
    }
  }

  /** The thread has ended, or has failed. */
  fail(error: Error): void {
    const message = `onnxruntime does not answer: ${error.message}`;
    const failure = new ReluctantError('input-output', message, { cause: error });
    for (const { reject } of this.#waiting.values()) reject(failure);
    this.#waiting.clear();
    this.#opened?.reject(failure);
    this.#released?.();
  }

  #run({
    feeds,
    ...request
  }: Omit<Extract<RuntimeRequest, { kind: 'run' }>, 'kind' | 'call'>): ReturnType<RuntimeHandle['run']> {
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#post({ kind: 'run', call, feeds: alone(feeds), ...request });
      this.#waiting.set(call, { resolve, reject });
      // The thread keeps the process alive while somebody waits for it.
      this.#hold(true);
    });
  }

  /** onnxruntime frees its memory first: a thread that is ended would leave that to the end of the process. */
  async #release(): Promise<void> {
    const released = new Promise<void>((resolve) => {
      this.#released = resolve;
    });
    this.#hold(true);
    this.#post({ kind: 'release' });
    await released;
    await this.#end();
  }
}

/** The buffer of a view that looks into all of it, to be transferred; none if others may look into it, too. */
function wholeBuffer({ buffer, byteLength }: ArrayBufferView): readonly ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}

/** Feeds in memory of their own: a view would be sent with all of the memory that it looks into. */
function alone(feeds: Readonly<Record<string, PlainFeed>>): Readonly<Record<string, PlainFeed>> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => {
      const { data } = feed;
      if (!ArrayBuffer.isView(data) || wholeBuffer(data).length > 0) return [name, feed];
      return [name, { ...feed, data: (data as Uint8Array).slice() }];
    }),
  );
}
