import { expect, test } from 'vitest';
import { MemoryPool } from './memory-pool.js';

test('a memory that comes back is used again, all zero', () => {
  const pool = new MemoryPool();
  const first = pool.take(100_000);
  new Uint8Array(first.buffer).fill(7);
  pool.giveBack(first);
  const again = pool.take(50_000);
  expect(again).toBe(first);
  expect(new Uint8Array(again.buffer).some((byte) => byte !== 0)).toBe(false);
});

test('a memory that is too small stays idle, one in use is not shared', () => {
  const pool = new MemoryPool();
  const small = pool.take(1);
  pool.giveBack(small);
  const large = pool.take(70_000);
  expect(large).not.toBe(small);
  expect(large.buffer.byteLength).toBe(2 * 65_536);
  expect(pool.take(70_000)).not.toBe(large);
});

test('more than 4 GiB is refused in one sentence', () => {
  expect(() => new MemoryPool().take(2 ** 32 + 1)).toThrow(
    'the training needs 4097 MiB, and a WebAssembly memory holds 4096 MiB',
  );
});
