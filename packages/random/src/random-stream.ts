import { multiplyHigh, philox4x32 } from './philox.js';
import { type Purpose, purposes } from './purpose.js';

/** Whose draws these are. Strategies are not part of the key, so runs are paired across strategies. */
export interface StreamKey {
  /** The seed of the study, an unsigned 32-bit integer. */
  readonly seed: number;
  /** The index of the run, an unsigned 32-bit integer. */
  readonly run: number;
}

/** Where in a stream a block of draws stands. Draws are laid out [row][unit]; see {@link RandomStream}. */
export interface DrawBlock {
  /** Optimiser step, epoch or evaluation batch, by purpose. */
  readonly step: number;
  /** Index of the hidden layer. Default 0. At most 65535. */
  readonly layer?: number;
  /** Number of rows: positions in the batch. */
  readonly rows: number;
  /** Number of units. */
  readonly units: number;
}

/**
 * A named stream of random numbers in which every draw is a function of
 * (seed, run, purpose, step, layer, unit, row) and of nothing else.
 *
 * Method: Philox4x32-10 with key (seed, run), counter (step, purpose·2^16 + layer, unit, ⌊row / 4⌋), word = row mod 4.
 * Four consecutive rows of one unit share a block, which is what a kernel that holds [unit][row] wants. Filled arrays are
 * row-major [rows, units], as everywhere else in this project.
 */
export class RandomStream {
  readonly #seed: number;
  readonly #run: number;
  readonly #purpose: number;
  readonly #block = new Uint32Array(4);

  /** @param purpose - the name of the stream; equal names with equal keys give equal draws */
  constructor(key: StreamKey, purpose: Purpose) {
    this.#seed = key.seed >>> 0;
    this.#run = key.run >>> 0;
    this.#purpose = purposes[purpose] << 16;
  }

  /** One raw word, uniform over the unsigned 32-bit integers. */
  word(step: number, layer = 0, unit = 0, row = 0): number {
    philox4x32(step, this.#purpose | layer, unit, row >>> 2, this.#seed, this.#run, this.#block);
    return this.#block[row & 3] ?? 0;
  }

  /** Raw words of a block, row-major [rows, units]. */
  words(at: DrawBlock): Uint32Array {
    const { rows, units } = at;
    const out = new Uint32Array(rows * units);
    this.#visit(at, (word, index) => {
      out[index] = word;
    });
    return out;
  }

  /** Uniform numbers u = ⌊w / 2^8⌋ · 2^−24 in [0, 1), exact in float32, row-major [rows, units]. */
  uniform(at: DrawBlock): Float32Array {
    const out = new Float32Array(at.rows * at.units);
    this.#visit(at, (word, index) => {
      out[index] = uniformFromWord(word);
    });
    return out;
  }

  /** Bernoulli draws: 1 with probability `share` (iff u < fround(share)), else 0; row-major [rows, units]. */
  bernoulli(share: number, at: DrawBlock): Uint8Array {
    const threshold = Math.fround(share);
    const out = new Uint8Array(at.rows * at.units);
    this.#visit(at, (word, index) => {
      out[index] = uniformFromWord(word) < threshold ? 1 : 0;
    });
    return out;
  }

  /** Standard logistic draws (the difference of two Gumbel draws), row-major [rows, units], rounded to float32. */
  logistic(at: DrawBlock): Float32Array {
    const out = new Float32Array(at.rows * at.units);
    this.#visit(at, (word, index) => {
      out[index] = logisticFromWord(word);
    });
    return out;
  }

  /** Standard Gumbel draws −ln(−ln v), row-major [rows, units], rounded to float32. */
  gumbel(at: DrawBlock): Float32Array {
    const out = new Float32Array(at.rows * at.units);
    this.#visit(at, (word, index) => {
      out[index] = -Math.log(-Math.log(openUniformFromWord(word)));
    });
    return out;
  }

  /**
   * Standard normal draws by Box–Muller, row-major [rows, units], rounded to float32.
   *
   * Rows 2k and 2k+1 of one unit share two words: r = √(−2 ln v), then r·cos(2πu) for the even row, r·sin(2πu) for the odd one.
   */
  normal(at: DrawBlock): Float32Array {
    const even = { ...at, rows: at.rows + (at.rows & 1) };
    const words = this.words(even);
    const { rows, units } = at;
    const out = new Float32Array(rows * units);
    for (let row = 0; row < rows; row++) {
      const first = row - (row & 1);
      for (let unit = 0; unit < units; unit++) {
        const radius = Math.sqrt(-2 * Math.log(openUniformFromWord(words[first * units + unit] ?? 0)));
        const angle = 2 * Math.PI * uniformFromWord(words[(first + 1) * units + unit] ?? 0);
        out[row * units + unit] = radius * (row & 1 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return out;
  }

  /**
   * A random order of 0 … n−1 by Fisher–Yates: i = n−1 … 1, j = mulhi(word(step, 0, 0, i), i + 1), swap.
   *
   * The bias of mulhi against rejection is below n / 2^32.
   */
  order(n: number, step: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, index) => index);
    for (let i = n - 1; i > 0; i--) {
      const j = multiplyHigh(this.word(step, 0, 0, i), i + 1);
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    return order;
  }

  #visit({ step, layer = 0, rows, units }: DrawBlock, take: (word: number, index: number) => void): void {
    const block = this.#block;
    for (let unit = 0; unit < units; unit++) {
      for (let row = 0; row < rows; row++) {
        if ((row & 3) === 0) {
          philox4x32(step, this.#purpose | layer, unit, row >>> 2, this.#seed, this.#run, block);
        }
        take(block[row & 3] ?? 0, row * units + unit);
      }
    }
  }
}

/** u = ⌊w / 2^8⌋ · 2^−24, in [0, 1), exact in float32. */
export function uniformFromWord(word: number): number {
  return (word >>> 8) * 2 ** -24;
}

/** v = (⌊w / 2^9⌋ + ½) · 2^−23, in (0, 1), symmetric about ½ and, like 1 − v, exact in float32. */
export function openUniformFromWord(word: number): number {
  return ((word >>> 9) + 0.5) * 2 ** -23;
}

/** g = ln v − ln(1 − v): one logistic draw, distributed as the difference of two standard Gumbel draws. */
export function logisticFromWord(word: number): number {
  const v = openUniformFromWord(word);
  return Math.log(v) - Math.log(1 - v);
}
