import { MersenneTwister } from './mersenne-twister.js';
import { RandomArgumentError } from './random-argument-error.js';
import { drawCount, type Size } from './size.js';

/**
 * NumPy's legacy `numpy.random.RandomState`, draw for draw: the same seed and calls give the same numbers and leave the generator
 * in the same place.
 *
 * Integers, uniforms and orders are identical to NumPy's; normals agree within 1e−15 relative, since V8's `Math.log` differs from
 * the C library's in the last bit for a few per cent of arguments. Without `size` a method gives a number, with it a typed array
 * (flat, row-major for [rows, columns]). Integers are int64 in NumPy; here they are doubles in a `Float64Array`, exact up to 2^53.
 */
export class RandomState {
  #twister: MersenneTwister;
  #cachedNormal: number | undefined;

  /**
   * @param seed - whole number in [0, 2^32)
   * @throws RandomArgumentError for any other seed
   */
  constructor(seed: number) {
    this.#twister = new MersenneTwister(seed);
  }

  /** Seeds again, as a new `RandomState(seed)`; the cached normal is dropped. */
  seed(seed: number): void {
    this.#twister = new MersenneTwister(seed);
    this.#cachedNormal = undefined;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  randomSample(): number;
  randomSample(size: Size): Float64Array;
  randomSample(size?: Size): number | Float64Array {
    return this.#draw(() => this.#twister.double(), size);
  }

  /** low + (high − low)·u, u uniform in [0, 1). NumPy's defaults are low = 0, high = 1. */
  uniform(low?: number, high?: number): number;
  uniform(low: number, high: number, size: Size): Float64Array;
  uniform(low = 0, high = 1, size?: Size): number | Float64Array {
    const range = high - low;
    if (!Number.isFinite(range)) {
      throw new RandomArgumentError('high', `high - low must be finite, got ${String(range)}`);
    }
    return this.#draw(() => low + range * this.#twister.double(), size);
  }

  /**
   * Standard normal by the polar method. Two values come of each accepted pair: the second is kept for the next call, whatever
   * other methods are called in between, as NumPy does.
   */
  standardNormal(): number;
  standardNormal(size: Size): Float64Array;
  standardNormal(size?: Size): number | Float64Array {
    return this.#draw(() => this.#normal(), size);
  }

  /**
   * Whole numbers in [low, high), int64 by masked rejection: draw only as many bits as high − 1 − low has, reject what is above.
   *
   * @throws RandomArgumentError unless low < high, both whole and within ±2^53
   */
  randint(low: number, high: number): number;
  randint(low: number, high: number, size: Size): Float64Array;
  randint(low: number, high: number, size?: Size): number | Float64Array {
    for (const [name, value] of [
      ['low', low],
      ['high', high],
    ] as const) {
      if (!Number.isInteger(value) || Math.abs(value) > 2 ** 53) {
        throw new RandomArgumentError(name, `${name} must be a whole number within ±2^53, got ${String(value)}`);
      }
    }
    if (low >= high) {
      throw new RandomArgumentError('high', `high must be above low, got low >= high (${low} >= ${high})`);
    }
    const top = high - 1 - low;
    if (top > 2 ** 53) {
      throw new RandomArgumentError('high', `high - low must be at most 2^53, got ${high - low}`);
    }
    const draw = boundedDraw(this.#twister, top);
    return this.#draw(() => low + draw(), size);
  }

  /** A random order: of 0 … n−1, or of a copy of the values (rows, if the values are lists). */
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
      const j = boundedDraw(this.#twister, i)();
      const kept = values[i];
      values[i] = values[j] as never;
      values[j] = kept as never;
    }
  }

  /**
   * `size` picks out of 0 … n−1; without replacement the first `size` of `permutation(n)`, which draws n−1 numbers even for size 0.
   *
   * @throws RandomArgumentError for n < 1 with size > 0, or more picks than n without replacement
   */
  choice(n: number, size: Size, options: { readonly replace?: boolean } = {}): Float64Array {
    const count = drawCount(size);
    if (!Number.isSafeInteger(n) || (n < 1 && count > 0)) {
      throw new RandomArgumentError(
        'n',
        `n must be a whole number greater than 0 unless no samples are taken, got ${String(n)}`,
      );
    }
    if (options.replace ?? true) {
      return count === 0 ? new Float64Array(0) : this.randint(0, n, count);
    }
    if (count > n) {
      throw new RandomArgumentError(
        'size',
        `cannot take a larger sample (${count}) than population (${n}) when replace is false`,
      );
    }
    return this.permutation(Math.max(0, n)).slice(0, count);
  }

  #draw(next: () => number, size: Size | undefined): number | Float64Array {
    if (size === undefined) return next();
    const out = new Float64Array(drawCount(size));
    for (let index = 0; index < out.length; index++) out[index] = next();
    return out;
  }

  #normal(): number {
    const cached = this.#cachedNormal;
    if (cached !== undefined) {
      this.#cachedNormal = undefined;
      return cached;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * this.#twister.double() - 1;
      x2 = 2 * this.#twister.double() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const f = Math.sqrt((-2 * Math.log(r2)) / r2);
    this.#cachedNormal = f * x1;
    return f * x2;
  }
}

/** A draw from [0, top] by masked rejection: one word a try up to 2^32 − 1, two words (the first is the high one) beyond. */
function boundedDraw(twister: MersenneTwister, top: number): () => number {
  if (top === 0) return () => 0;
  if (top === 0xffffffff) return () => twister.word();
  if (top < 0xffffffff) {
    const mask = 0xffffffff >>> Math.clz32(top);
    return () => {
      let value: number;
      do {
        value = (twister.word() & mask) >>> 0;
      } while (value > top);
      return value;
    };
  }
  const highTop = Math.floor(top / 2 ** 32);
  const highMask = 0xffffffff >>> Math.clz32(highTop);
  return () => {
    let value: number;
    do {
      const high = (twister.word() & highMask) >>> 0;
      value = high * 2 ** 32 + twister.word();
    } while (value > top);
    return value;
  };
}
