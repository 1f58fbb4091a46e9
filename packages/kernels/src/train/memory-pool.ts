import { ReluctantError } from '@reluctant/errors';

const pageBytes = 65536;
const mostPages = 65536;

/**
 * A pool of WebAssembly memories. First touches of pages are expensive compared with training a small net, so
 * consecutive programs reuse memory.
 */
export class MemoryPool {
  readonly #idle: WebAssembly.Memory[] = [];

  /**
   * A memory of at least `bytes`, all zero: an idle one of sufficient size, or a new one.
   *
   * @throws ReluctantError (`out-of-memory`) if `bytes` exceed the 4 GiB of a WebAssembly memory, or cannot be
   * allocated
   */
  take(bytes: number): WebAssembly.Memory {
    const pages = Math.ceil(bytes / pageBytes);
    if (pages > mostPages) {
      const message = `the training needs ${Math.ceil(bytes / 2 ** 20)} MiB, and a WebAssembly memory holds 4096 MiB`;
      throw new ReluctantError('out-of-memory', message);
    }
    const index = this.#idle.findIndex(({ buffer }) => buffer.byteLength >= bytes);
    const [idle] = index < 0 ? [] : this.#idle.splice(index, 1);
    if (idle === undefined) return allocate(pages);
    new Uint8Array(idle.buffer).fill(0);
    return idle;
  }

  /** Returns a memory to the pool; its previous owner must not use it again. */
  giveBack(memory: WebAssembly.Memory): void {
    this.#idle.push(memory);
  }
}

function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    const mebibytes = Math.ceil((pages * pageBytes) / 2 ** 20);
    const message = `the training needs ${mebibytes} MiB, but this machine could not allocate them`;
    throw new ReluctantError('out-of-memory', message, { cause });
  }
}
