import { invalidArgument, optionCheck, ReluctantError } from '@reluctant/errors';
import { MersenneTwister } from './mersenne-twister.js';
import { naturalLog } from './natural-log.js';
import { RandomOrders } from './random-orders.js';
import { drawCount, type Size } from './size.js';

/** Options of `choice`. */
export interface ChoiceOptions {
  /** Whether a number may be picked again. Default true. */
  readonly replace?: boolean;
}

const checkOptions = optionCheck<ChoiceOptions>('choice', { replace: true });

/**
 * NumPy's legacy `numpy.random.RandomState` (MT19937), draw for draw: equal seeds and calls return equal numbers and
 * leave the generator in the same state.
 *
 * Integers, uniforms and orders are identical to NumPy's. Normals are too, except where the C library's logarithm is
 * not correctly rounded (about one in 1,000, then within 1e−15 relative): see {@link naturalLog}. Without `size` a
 * method returns a number, with it a typed array (flat, row-major for [rows, columns]). NumPy's integers are int64;
 * ours are doubles in a `Float64Array`, exact up to 2^53: a BigInt64Array cannot serve as indices, and an Int32Array is
 * too narrow.
 */
export class RandomState extends RandomOrders {
  #cachedNormal: number | undefined;

  /** Seeds the generator again, as a new `RandomState(seed)` would; the cached normal is dropped. */
  seed(seed: number): void {
    this.twister = new MersenneTwister(seed);
    this.#cachedNormal = undefined;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  randomSample(): number;
  randomSample(size: Size): Float64Array;
  randomSample(size?: Size): number | Float64Array {
    return this.#draw(() => this.twister.double(), size);
  }

  /** low + (high − low)·u, u uniform in [0, 1). NumPy's defaults are low = 0, high = 1. */
  uniform(low?: number, high?: number): number;
  uniform(low: number, high: number, size: Size): Float64Array;
  uniform(low = 0, high = 1, size?: Size): number | Float64Array {
    const range = high - low;
    if (!Number.isFinite(range)) {
      throw new ReluctantError('invalid-argument', `high - low must be finite, got ${range}`, { path: ['high'] });
    }
    return this.#draw(() => low + range * this.twister.double(), size);
  }

  /**
   * Standard normal draws by the polar method. Each accepted pair yields two values; the second is kept for the next
   * call, as in NumPy, even if other methods are called in between.
   */
  standardNormal(): number;
  standardNormal(size: Size): Float64Array;
  standardNormal(size?: Size): number | Float64Array {
    return this.#draw(() => this.#normal(), size);
  }

  /**
   * Whole numbers in [low, high), int64 by masked rejection: draws as many bits as high − 1 − low has and rejects
   * larger values.
   *
   * @throws ReluctantError (`invalid-argument`) unless low < high, both whole and within ±2^53
   */
  randint(low: number, high: number): number;
  randint(low: number, high: number, size: Size): Float64Array;
  randint(low: number, high: number, size?: Size): number | Float64Array {
    for (const [name, value] of Object.entries({ low, high })) {
      if (!Number.isInteger(value) || Math.abs(value) > 2 ** 53) {
        throw invalidArgument(name, 'a whole number within ±2^53', value);
      }
    }
    if (low >= high) {
      const words = low === 0 ? 'high <= 0' : 'low >= high';
      const message = `${words}: the range from ${low} up to but not including ${high} is empty`;
      throw new ReluctantError('invalid-argument', message, { path: ['high'] });
    }
    const top = high - 1 - low;
    if (top >= 2 ** 53) {
      const message = `high - low must be at most 2^53, beyond which doubles skip integers, got ${high - low}`;
      throw new ReluctantError('invalid-argument', message, { path: ['high'] });
    }
    return this.#draw(() => low + this.bounded(top), size);
  }

  /**
   * Samples from 0 … n−1. Without replacement it returns the first `size` entries of `permutation(n)`, so n−1 numbers
   * are drawn for any size. NumPy's default is with replacement.
   *
   * @throws ReluctantError (`invalid-argument`) if n < 1 and size > 0, or if size > n without replacement
   */
  choice(n: number, size?: undefined, options?: ChoiceOptions): number;
  choice(n: number, size: Size, options?: ChoiceOptions): Float64Array;
  choice(n: number, size?: Size, options: ChoiceOptions = {}): number | Float64Array {
    checkOptions(options);
    const { replace = true } = options;
    const count = drawCount(size ?? 1);
    if (!Number.isSafeInteger(n) || (n < 1 && count > 0)) {
      throw invalidArgument('n', 'greater than 0 unless no samples are taken', n);
    }
    if (!replace && count > n) {
      const message = `Cannot take a larger sample than population when 'replace=False': size is ${count}, n is ${n}`;
      throw new ReluctantError('invalid-argument', message, { path: ['size'] });
    }
    if (replace) {
      return this.#draw(() => this.bounded(n - 1), size);
    }
    const picks = this.permutation(n).slice(0, count);
    return size === undefined ? (picks[0] ?? 0) : picks;
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
      x1 = 2 * this.twister.double() - 1;
      x2 = 2 * this.twister.double() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const f = Math.sqrt((-2 * naturalLog(r2)) / r2);
    this.#cachedNormal = f * x1;
    return f * x2;
  }
}
