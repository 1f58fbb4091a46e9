import mt19937 from '@stdlib/random-base-mt19937';
import { RandomArgumentError } from './random-argument-error.js';

// A CommonJS package: its names come through the default export.
const { factory } = mt19937;

/**
 * MT19937 by @stdlib, seeded as NumPy's legacy generator is: Knuth's initialisation with multiplier 1812433253.
 *
 * This is the one place where the library's stream meets the rest: raw words and 53-bit doubles.
 */
export class MersenneTwister {
  readonly #nextWord: () => number;

  /**
   * @param seed - whole number in [0, 2^32)
   * @throws RandomArgumentError for any other seed
   */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RandomArgumentError('seed', `Seed must be between 0 and 2**32 - 1, got ${String(seed)}`);
    }
    // The library takes 0 < seed only; 0 goes in as the state that Knuth's initialisation makes of it.
    this.#nextWord = seed === 0 ? factory({ state: initialState(0) }) : factory({ seed });
  }

  /** The next raw word, uniform over the unsigned 32-bit integers. */
  word(): number {
    return this.#nextWord();
  }

  /** ((w₁ ≫ 5)·2^26 + (w₂ ≫ 6)) / 2^53: uniform in [0, 1), two words. */
  double(): number {
    const high = this.#nextWord() >>> 5;
    const low = this.#nextWord() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }
}

/** Index of the first of the 624 state words in the library's state vector, which opens with two header words and a length. */
const firstStateWord = 3;
const stateWords = 624;

/** The library's state vector right after Knuth's initialisation: xᵢ = 1812433253·(xᵢ₋₁ xor xᵢ₋₁ ≫ 30) + i modulo 2^32. */
function initialState(seed: number): Uint32Array {
  const state = Uint32Array.from(factory({ seed: 1 }).state);
  let word = seed;
  for (let index = 0; index < stateWords; index++) {
    if (index > 0) {
      word = (Math.imul(word ^ (word >>> 30), 1812433253) + index) >>> 0;
    }
    state[firstStateWord + index] = word;
  }
  state[state.length - 1] = seed;
  return state;
}
