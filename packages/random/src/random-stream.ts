import { invalidArgument, optionCheck } from '@reluctant/errors';
import { multiplyHigh, philox4x32 } from './philox.js';
import { type Purpose, purposes } from './purpose.js';

/** The key of a stream. The strategy is not part of it, so runs are paired across strategies. */
export interface StreamKey {
  /** The seed of the study, an unsigned 32-bit integer. */
  readonly seed: number;
  /** The index of the run, an unsigned 32-bit integer. */
  readonly run: number;
}

/** The position of a block of draws in a stream. Draws are laid out as [row][unit]; see {@link RandomStream}. */
export interface DrawBlock {
  /** Optimiser step, epoch or evaluation batch, depending on the purpose. */
  readonly step: number;
  /** Index of the hidden layer. Default 0. At most 65535. */
  readonly layer?: number;
  /** Number of rows: positions in the batch. */
  readonly rows: number;
  /** Index of the first row, a multiple of 4. Default 0. */
  readonly firstRow?: number;
  /** Number of units. */
  readonly units: number;
}

const checkBlock = optionCheck<DrawBlock>('RandomStream', {
  step: true,
  layer: true,
  rows: true,
  firstRow: true,
  units: true,
});

/**
 * A named stream of random numbers in which every draw is a function of only (seed, run, purpose, step, layer, unit,
 * row).
 *
 * Method: Philox4x32-10 with key (seed, run), counter (step, purpose·2^16 + layer, unit, ⌊row / 4⌋), word = row mod 4.
 * Four consecutive rows of one unit share a block, which suits kernels with the layout [unit][row]. Returned arrays are
 * row-major [rows, units].
 */
export class RandomStream {
  readonly #seed: number;
  readonly #run: number;
  readonly #purpose: number;
  readonly #block = new Uint32Array(4);

  /**
   * @param purpose - the name of the stream; equal names and keys yield equal draws
   * @throws ReluctantError (`invalid-argument`) unless seed and run are whole numbers in [0, 2^32)
   */
  constructor(key: StreamKey, purpose: Purpose) {
    this.#seed = counterWord('seed', key.seed);
    this.#run = counterWord('run', key.run);
    this.#purpose = purposes[purpose] << 16;
  }

  /** One raw word, uniform over the unsigned 32-bit integers: the element of `words` at [row, unit]. */
  word(step: number, layer = 0, unit = 0, row = 0): number {
    philox4x32(step, this.#purpose | layer, unit, row >>> 2, this.#seed, this.#run, this.#block);
    return this.#block[row & 3] ?? 0;
  }

  /**
   * Raw words of a block, row-major [rows, units].
   *
   * @throws ReluctantError (`invalid-argument`) unless step and layer, rows and units are whole numbers in their
   *   ranges, `firstRow` a multiple of 4
   */
  words(at: DrawBlock): Uint32Array {
    checkBlock(at);
    const { step, layer = 0, rows, firstRow = 0, units } = at;
    counterWord('step', step);
    counterWord('rows', rows);
    counterWord('firstRow', firstRow);
    if (firstRow % 4 !== 0) {
      throw invalidArgument('firstRow', 'a multiple of 4', firstRow);
    }
    counterWord('units', units);
    const purposeAndLayer = this.#purpose | counterWord('layer', layer, 0xffff);
    const block = this.#block;
    const out = new Uint32Array(rows * units);
    for (let row = 0; row < rows; row += 4) {
      const used = Math.min(4, rows - row);
      for (let unit = 0; unit < units; unit++) {
        philox4x32(step, purposeAndLayer, unit, (firstRow + row) >>> 2, this.#seed, this.#run, block);
        for (let word = 0; word < used; word++) out[(row + word) * units + unit] = block[word] ?? 0;
      }
    }
    return out;
  }

  /** Uniform numbers u = ⌊w / 2^8⌋ · 2^−24 in [0, 1), exact in float32, row-major [rows, units]. */
  uniform(at: DrawBlock): Float32Array {
    return convert(this.words(at), new Float32Array(at.rows * at.units), uniformFromWord);
  }

  /** Bernoulli draws: 1 with probability `share` (if u < fround(share)), else 0; row-major [rows, units]. */
  bernoulli(share: number, at: DrawBlock): Uint8Array {
    const threshold = Math.fround(share);
    const words = this.words(at);
    return convert(words, new Uint8Array(words.length), (word) => (uniformFromWord(word) < threshold ? 1 : 0));
  }

  /** Standard logistic draws (the difference of two Gumbel draws), row-major [rows, units], rounded to float32. */
  logistic(at: DrawBlock): Float32Array {
    return convert(this.words(at), new Float32Array(at.rows * at.units), logisticFromWord);
  }

  /** Standard Gumbel draws −ln(−ln v), row-major [rows, units], rounded to float32. */
  gumbel(at: DrawBlock): Float32Array {
    return convert(this.words(at), new Float32Array(at.rows * at.units), gumbelFromWord);
  }

  /**
   * Standard normal draws by Box–Muller, row-major [rows, units], rounded to float32.
   *
   * Rows 2k and 2k+1 of one unit share two words: r = √(−2 ln v), then r·cos(2πu) for the even row, r·sin(2πu) for the
   * odd one.
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
    const order = new Uint32Array(n);
    for (let index = 0; index < n; index++) order[index] = index;
    const block = this.#block;
    for (let i = n - 1; i > 0; i--) {
      // One block serves four steps of the descending loop: it is drawn at the first of them.
      if ((i & 3) === 3 || i === n - 1) {
        philox4x32(step, this.#purpose, 0, i >>> 2, this.#seed, this.#run, block);
      }
      const j = multiplyHigh(block[i & 3] ?? 0, i + 1);
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    return order;
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

function gumbelFromWord(word: number): number {
  return -Math.log(-Math.log(openUniformFromWord(word)));
}

/** A plain loop: `TypedArray.from` with a function is much slower. */
function convert<Out extends Float32Array | Uint8Array>(
  words: Uint32Array,
  out: Out,
  fromWord: (word: number) => number,
): Out {
  for (let index = 0; index < words.length; index++) out[index] = fromWord(words[index] ?? 0);
  return out;
}

/**
 * Returns the value if it fits its field of the counter or key. Otherwise draws of different names would coincide
 * silently.
 */
function counterWord(name: string, value: number, largest = 0xffffffff): number {
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw invalidArgument(name, `a whole number from 0 to ${largest}`, value);
  }
  return value;
}
