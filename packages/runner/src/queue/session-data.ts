import { encodeStudyData, type JobsContext } from '@reluctant/study';
import type { BlobRef, BlobStore } from './blob-store.js';
import { queueLifetime, sessionKey } from './queue-messages.js';
import type { RedisLink } from './redis-link.js';

/**
 * What a study keeps in the queue as long as it waits for results: the key that says so, and the data sets of a table.
 */
export class SessionData {
  readonly #link: RedisLink;
  readonly #blobs: BlobStore;
  readonly #session: string;
  readonly #context: JobsContext;
  #stored: readonly BlobRef[] | undefined;

  constructor(link: RedisLink, blobs: BlobStore, session: string, context: JobsContext) {
    this.#link = link;
    this.#blobs = blobs;
    this.#session = session;
    this.#context = context;
  }

  /** The data sets, stored on first need; none where workers make them from the settings. */
  async refs(): Promise<readonly BlobRef[]> {
    if (this.#stored !== undefined) return this.#stored;
    const { config, data } = this.#context;
    const stored: BlobRef[] = [];
    if (config.table !== undefined) {
      for (const set of data) stored.push(await this.#blobs.put(encodeStudyData(set)));
    }
    this.#stored = stored;
    return stored;
  }

  /** Extends the life of everything, and stores again what is missing. */
  async renew(): Promise<void> {
    await this.#link.send((client) => client.set(sessionKey(this.#session), '1', 'PX', queueLifetime));
    for (const [index, ref] of (await this.refs()).entries()) {
      const set = this.#context.data[index];
      if (set !== undefined && !(await this.#blobs.renew(ref))) await this.#blobs.put(encodeStudyData(set));
    }
  }

  /** Removes the data sets. */
  async remove(): Promise<void> {
    await this.#blobs.remove(this.#stored ?? []);
  }
}
