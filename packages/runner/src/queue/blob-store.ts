import * as z from 'zod';
import { sha256 } from '../directory/checksum.js';
import type { RedisLink } from './redis-link.js';

/** Bytes of a chunk: 1 MiB, so that no single command holds up the server or other connections. */
export const blobChunk: number = 2 ** 20;

/** Most bytes of a blob: 8 GiB, 8192 chunks. */
export const largestBlob: number = 2 ** 33;

/** Checks a {@link BlobRef} in a message. */
export const blobRefSchema = z.strictObject({
  /** Hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(0).max(largestBlob),
});

/** Names a blob by its content. */
export type BlobRef = Readonly<z.output<typeof blobRefSchema>>;

/**
 * Bytes under the SHA-256 of their content, in chunks that expire. The keys of each session are its own: a session that removes its
 * blobs takes none from another that has equal ones.
 */
export class BlobStore {
  readonly #link: RedisLink;
  readonly #prefix: string;
  readonly #lifetime: number;

  /**
   * @param prefix - of the keys
   * @param lifetime - milliseconds until a blob expires
   */
  constructor(link: RedisLink, prefix: string, lifetime: number) {
    this.#link = link;
    this.#prefix = prefix;
    this.#lifetime = lifetime;
  }

  /** Stores bytes. Storing them again extends their life. */
  async put(bytes: Uint8Array): Promise<BlobRef> {
    const ref = { sha256: sha256(bytes), bytes: bytes.length };
    for (const [index, key] of this.#keys(ref).entries()) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(
        index * blobChunk,
        (index + 1) * blobChunk,
      );
      await this.#link.send((client) => client.set(key, chunk, 'PX', this.#lifetime));
    }
    return ref;
  }

  /** The bytes of a blob; undefined if it has expired, was removed, or is not what the reference says. */
  async get(ref: BlobRef): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const chunks: Buffer[] = [];
    for (const key of this.#keys(ref)) {
      const chunk = await this.#link.send((client) => client.getBuffer(key));
      if (chunk === null) return undefined;
      chunks.push(chunk);
    }
    const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
    chunks.reduce((position, chunk) => {
      bytes.set(chunk, position);
      return position + chunk.length;
    }, 0);
    return bytes.length === ref.bytes && sha256(bytes) === ref.sha256 ? bytes : undefined;
  }

  /** Extends the life of a blob; false if a part of it is missing. */
  async renew(ref: BlobRef): Promise<boolean> {
    const renewed = await this.#link.send((client) =>
      Promise.all(this.#keys(ref).map((key) => client.pexpire(key, this.#lifetime))),
    );
    return renewed.every((count) => count === 1);
  }

  /** Removes blobs. */
  async remove(refs: readonly BlobRef[]): Promise<void> {
    const keys = refs.flatMap((ref) => this.#keys(ref));
    if (keys.length > 0) await this.#link.send((client) => client.unlink(...keys));
  }

  #keys({ sha256: content, bytes }: BlobRef): string[] {
    const chunks = Math.max(1, Math.ceil(bytes / blobChunk));
    return Array.from({ length: chunks }, (_, index) => `${this.#prefix}:${content}:${index}`);
  }
}
