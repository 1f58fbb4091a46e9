import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { type DataSettings, dataKey, type StudyData } from '@reluctant/study';
import type { WorkerRequest } from './worker-messages.js';

/** A data set that a thread makes before it is known that a study needs it. */
export class DataAhead {
  readonly #key: string;
  readonly #port: MessagePort;
  readonly #made: Promise<StudyData | undefined>;

  /** Has `worker` make the first data set of the settings. It keeps neither the thread nor the process alive. */
  constructor(worker: Worker, settings: DataSettings) {
    this.#key = dataKey(settings);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#made = new Promise((resolve) => {
      port1.once('message', resolve);
      // The thread died, or this is not needed any more.
      port1.once('close', () => resolve(undefined));
    });
    port1.unref();
    const request: WorkerRequest = { kind: 'data', settings, port: port2 };
    worker.postMessage(request, [port2]);
  }

  /** The first data set of these settings; undefined if it was made of others or could not be made. */
  async take(settings: DataSettings): Promise<StudyData | undefined> {
    if (dataKey(settings) !== this.#key) return undefined;
    this.#port.ref();
    return this.#made;
  }
}
