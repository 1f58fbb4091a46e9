import { MersenneTwister } from './mersenne-twister.js';
import { drawCount } from './size.js';

/**
 * The part of NumPy's legacy `RandomState` that draws orders: what splitting a data set needs, and all
 * that a page loads for it.
 */
export class RandomOrders {
  protected twister: MersenneTwister;

  /**
   * @param seed - whole number in [0, 2^32)
   * @throws ReluctantError (`invalid-argument`) for any other seed
   */
  constructor(seed: number) {
    this.twister = new MersenneTwister(seed);
  }

  /** A random permutation of 0 … n−1, or of a copy of the values (of the rows, if the values are lists). */
  permutation(n: number): Float64Array;
  permutation<T>(values: readonly T[]): T[];
  permutation<T>(from: number | readonly T[]): Float64Array | T[] {
    const order =
      typeof from === 'number' ? Float64Array.from({ length: drawCount(from) }, (_, index) => index) : [...from];
    this.shuffle(order);
    return order;
  }

  /** Shuffles in place: i = n−1 … 1, swap with j drawn in [0, i]. Lists of rows are shuffled by row. */
  shuffle(values: unknown[] | Float64Array | Float32Array | Int32Array | Uint32Array): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.bounded(i);
      const kept = values[i];
      values[i] = values[j] as never;
      values[j] = kept as never;
    }
  }

  /**
   * A draw from [0, top] by masked rejection: one word per attempt for top ≤ 2^32 − 1, two (the high one first) above,
   * none for 0.
   */
  protected bounded(top: number): number {
    if (top === 0) return 0;
    const highTop = Math.floor(top / 2 ** 32);
    const mask = 0xffffffff >>> Math.clz32(highTop === 0 ? top : highTop);
    let value: number;
    do {
      value = (this.twister.word() & mask) >>> 0;
      if (highTop > 0) value = value * 2 ** 32 + this.twister.word();
    } while (value > top);
    return value;
  }
}
