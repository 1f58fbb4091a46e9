/** A sum of two float64 numbers, the second the rounding error of the first. */
interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/**
 * Mean and sample standard deviation of values that are added one by one.
 *
 * Method: the sums of the values and of their squares as pairs of float64 numbers (double-double arithmetic; Knuth's
 * sum and Dekker's product give each rounding error exactly). The errors left are of the order of 1e−32 relative to the
 * sums, so the results are those of two passes and do not depend on the order of the values, but for ties of the last
 * rounding.
 */
export class Moments {
  #count = 0;
  #sum = 0;
  #sumError = 0;
  #squares = 0;
  #squaresError = 0;
  #least = Number.POSITIVE_INFINITY;
  #greatest = Number.NEGATIVE_INFINITY;

  /** Adds a finite value. */
  add(value: number): void {
    this.#count += 1;
    this.#least = Math.min(this.#least, value);
    this.#greatest = Math.max(this.#greatest, value);
    const sum = twoSum(this.#sum, value);
    this.#sum = sum.high;
    this.#sumError += sum.low;
    const square = twoProduct(value, value);
    const squares = twoSum(this.#squares, square.high);
    this.#squares = squares.high;
    this.#squaresError += squares.low + square.low;
  }

  /** Number of values. */
  get count(): number {
    return this.#count;
  }

  /** Their mean; NaN without values. */
  get mean(): number {
    const quotient = this.#sum / this.#count;
    const back = twoProduct(quotient, this.#count);
    return quotient + (this.#sum - back.high - back.low + this.#sumError) / this.#count;
  }

  /** Their sample standard deviation (n − 1); null for fewer than two. */
  get std(): number | null {
    const n = this.#count;
    if (n < 2) return null;
    // Exactly 0, which the sums alone give only up to their rounding.
    if (this.#least === this.#greatest) return 0;
    // sum² / n as a pair: the quotient, and the remainder of the division divided again.
    const { high: sum, low: rest } = twoSum(this.#sum, this.#sumError);
    const product = twoProduct(sum, sum);
    const quotient = product.high / n;
    const back = twoProduct(quotient, n);
    const remainder = (product.high - back.high - back.low + product.low + 2 * sum * rest) / n;
    const difference = twoSum(this.#squares, -quotient);
    const deviations = difference.high + (difference.low + this.#squaresError - remainder);
    return Math.sqrt(Math.max(0, deviations) / (n - 1));
  }
}

/** a + b and its rounding error. */
function twoSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

/** a × b and its rounding error. */
function twoProduct(a: number, b: number): DoubleDouble {
  const high = a * b;
  const x = split(a);
  const y = split(b);
  return { high, low: x.low * y.low - (high - x.high * y.high - x.low * y.high - x.high * y.low) };
}

/** The upper 26 bits of a number, and the rest. */
function split(a: number): DoubleDouble {
  const scaled = 134217729 * a;
  const high = scaled - (scaled - a);
  return { high, low: a - high };
}
