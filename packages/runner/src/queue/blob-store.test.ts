import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { hasRedisServer, RedisServer, redisTest } from '@reluctant/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BlobStore, blobChunk } from './blob-store.js';
import { loadQueuePackages } from './load-queue-packages.js';
import { parseQueueAddress } from './queue-address.js';
import { RedisLink } from './redis-link.js';

describe.skipIf(!hasRedisServer)(redisTest, () => {
  let server: RedisServer;
  let link: RedisLink;
  beforeAll(async () => {
    server = await RedisServer.start();
    link = await RedisLink.open(await loadQueuePackages(), parseQueueAddress(server.url), () => undefined);
  });
  afterAll(async () => {
    link.close();
    await server.remove();
  });
  const storeOf = (prefix: string): BlobStore => new BlobStore(link, prefix, 60_000);

  test.each([0, 1, blobChunk, 2 * blobChunk + 1])('%i bytes come back, in chunks that expire', async (length) => {
    const store = storeOf(`of-${length}`);
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 251);
    const ref = await store.put(bytes);
    expect(ref.bytes).toBe(length);
    expect(Buffer.compare((await store.get(ref)) ?? Buffer.from('none'), bytes)).toBe(0);
    const keys = await link.client.keys(`of-${length}:*`);
    expect(keys).toHaveLength(Math.max(1, Math.ceil(length / blobChunk)));
    for (const key of keys) expect(await link.client.pttl(key)).toBeGreaterThan(0);
    expect(await store.renew(ref)).toBe(true);
    await store.remove([ref]);
    expect([await store.get(ref), await store.renew(ref)]).toEqual([undefined, false]);
  });

  test('what repeats is stored compressed, under the address of the bytes before that', async () => {
    const bytes = Buffer.from('{"loss":0.5}'.repeat(10_000));
    const ref = await storeOf('small').put(bytes);
    expect(ref).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
    const [key = ''] = await link.client.keys('small:*');
    const stored = await link.client.getBuffer(key);
    expect(stored?.length).toBeLessThan(bytes.length / 50);
    expect(inflateSync(stored ?? bytes).equals(bytes)).toBe(true);
  });

  test('a chunk that would inflate to more than its share, or is longer than a chunk can be, is not taken', async () => {
    const store = storeOf('bomb');
    const ref = await store.put(Uint8Array.of(1, 2, 3));
    const key = `bomb:${ref.sha256}:0`;
    for (const bomb of [
      deflateSync(new Uint8Array(2 ** 26)),
      Buffer.concat([deflateSync(Uint8Array.of(1, 2)), new Uint8Array(2 ** 22)]),
    ]) {
      await link.client.set(key, bomb);
      const before = process.memoryUsage().arrayBuffers;
      expect(await store.get(ref)).toBeUndefined();
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 23);
    }
  });

  test('a blob that is larger than its reader expects is not fetched', async () => {
    const store = storeOf('large');
    const ref = await store.put(new Uint8Array(100));
    expect([await store.get(ref, 99), (await store.get(ref, 100))?.length]).toEqual([undefined, 100]);
  });

  test('a changed or a missing chunk: there is no blob', async () => {
    const store = storeOf('changed');
    const ref = await store.put(new Uint8Array(blobChunk + 5));
    await link.client.set(`changed:${ref.sha256}:1`, 'other');
    expect(await store.get(ref)).toBeUndefined();
    await link.client.del(`changed:${ref.sha256}:1`);
    expect([await store.get(ref), await store.renew(ref)]).toEqual([undefined, false]);
  });

  test('two sessions with equal blobs remove only their own', async () => {
    const [one, two] = [storeOf('one'), storeOf('two')];
    const ref = await one.put(Uint8Array.of(1, 2));
    expect(await two.put(Uint8Array.of(1, 2))).toEqual(ref);
    await one.remove([ref]);
    expect(await two.get(ref)).toEqual(Uint8Array.of(1, 2));
  });
});
