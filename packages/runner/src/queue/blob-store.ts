import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import * as z from 'zod';
import { sha256 } from '../directory/checksum.js';
import type { RedisLink } from './redis-link.js';

/** Bytes of a chunk before compression: 1 MiB, so that no single command holds up the server or other connections. */
export const blobChunk: number = 2 ** 20;

/** Most bytes of a blob: 8 GiB, 8192 chunks. */
export const largestBlob: number = 2 ** 33;

/**
 * Most bytes of a compressed chunk. Deflate adds five bytes to each 16 KiB that it cannot compress, and eleven to the
 * whole.
 */
const largestStored: number = blobChunk + 1024;

/** Deflate's fastest level: most of what there is to gain, in a third of the time of the default level. */
const level = 1;

const [compress, decompress] = [promisify(deflate), promisify(inflate)] as const;

/** Checks a {@link BlobRef} in a message. */
export const blobRefSchema = z.strictObject({
  /** Hexadecimal, of the bytes before compression. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Before compression. */
  bytes: z.int().min(0).max(largestBlob),
});

/** Names a blob by its content. */
export type BlobRef = Readonly<z.output<typeof blobRefSchema>>;

/**
 * Bytes under the SHA-256 of their content, in chunks that are compressed (zlib, RFC 1950) and expire. Each chunk is
 * compressed by itself, so that a chunk never takes more than {@link blobChunk} bytes of memory, whatever the server
 * sends. The keys of each session are its own: a session that removes its blobs takes none from another that has equal
 * ones.
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
    for (const { key, from, to } of this.#chunks(ref)) {
      const chunk = await compress(bytes.subarray(from, to), { level });
      await this.#link.send((client) => client.set(key, chunk, 'PX', this.#lifetime));
    }
    return ref;
  }

  /**
   * The bytes of a blob; undefined if it has expired, was removed, is not what the reference says, or is larger than
   * expected.
   *
   * @param most - largest number of bytes to read
   */
  async get(ref: BlobRef, most: number = largestBlob): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (ref.bytes > most) return undefined;
    const chunks: Uint8Array[] = [];
    for (const { key, from, to } of this.#chunks(ref)) {
      // Unlike GET, this is bounded: another program may have put anything there. Of a missing key it is empty.
      const stored = await this.#link.send((client) => client.getrangeBuffer(key, 0, largestStored));
      const chunk = await inflateExactly(stored, to - from);
      if (chunk === undefined) return undefined;
      chunks.push(chunk);
    }
    const bytes = new Uint8Array(ref.bytes);
    let position = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, position);
      position += chunk.length;
    }
    return sha256(bytes) === ref.sha256 ? bytes : undefined;
  }

  /** Extends the life of a blob; false if a part of it is missing. */
  async renew(ref: BlobRef): Promise<boolean> {
    const renewed = await this.#link.send((client) =>
      Promise.all(this.#chunks(ref).map(({ key }) => client.pexpire(key, this.#lifetime))),
    );
    return renewed.every((count) => count === 1);
  }

  /** Removes blobs. */
  async remove(refs: readonly BlobRef[]): Promise<void> {
    const keys = refs.flatMap((ref) => this.#chunks(ref).map(({ key }) => key));
    if (keys.length > 0) await this.#link.send((client) => client.unlink(...keys));
  }

  /** The key of each chunk, and its place in the bytes. */
  #chunks({ sha256: content, bytes }: BlobRef): { readonly key: string; readonly from: number; readonly to: number }[] {
    const count = Math.max(1, Math.ceil(bytes / blobChunk));
    return Array.from({ length: count }, (_, index) => ({
      key: `${this.#prefix}:${content}:${index}`,
      from: index * blobChunk,
      to: Math.min(bytes, (index + 1) * blobChunk),
    }));
  }
}

/** Decompresses a chunk of a known length, and never more than that; undefined if it is not one. */
async function inflateExactly(stored: Uint8Array, length: number): Promise<Uint8Array | undefined> {
  try {
    // A bound of zero is not allowed.
    const chunk = await decompress(stored, { maxOutputLength: Math.max(1, length) });
    return chunk.length === length ? chunk : undefined;
  } catch {
    return undefined;
  }
}
