import { ReluctantError } from '@reluctant/errors';

const pageBytes = 65536;
const mostPages = 65536;

/**
 * WebAssembly memories to use again. The first touch of a page costs more than a training step of a small net, so that programs which
 * follow each other should not each begin on new pages.
 */
export class MemoryPool {
  readonly #idle: WebAssembly.Memory[] = [];

  /**
   * A memory of at least `bytes`, all zero: an idle one that is large enough, or a new one.
   *
   * @throws ReluctantError (`out-of-memory`) when `bytes` are more than the 4 GiB of a WebAssembly memory
   */
  take(bytes: number): WebAssembly.Memory {
    const pages = Math.ceil(bytes / pageBytes);
    if (pages > mostPages) {
      const message = `the training needs ${Math.ceil(bytes / 2 ** 20)} MiB, and a WebAssembly memory holds 4096 MiB`;
      throw new ReluctantError('out-of-memory', message);
    }
    const index = this.#idle.findIndex(({ buffer }) => buffer.byteLength >= bytes);
    const [idle] = index < 0 ? [] : this.#idle.splice(index, 1);
    if (idle === undefined) return new WebAssembly.Memory({ initial: pages });
    new Uint8Array(idle.buffer).fill(0);
    return idle;
  }

  /** Takes a memory back; whoever used it must not touch it again. */
  giveBack(memory: WebAssembly.Memory): void {
    this.#idle.push(memory);
  }
}
