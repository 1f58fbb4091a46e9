import { ReluctantError, showValue } from '@reluctant/errors';

/** Words of the state, and the offset of the word that is mixed in. */
const stateWords = 624;
const middleWord = 397;

/**
 * MT19937 (Matsumoto & Nishimura 1998), seeded as NumPy's legacy generator is: Knuth's initialisation with multiplier
 * 1812433253, xᵢ = 1812433253·(xᵢ₋₁ xor xᵢ₋₁ ≫ 30) + i modulo 2^32.
 *
 * Memory: 624 words of state, regenerated together, then tempered and returned one by one. Implemented here to avoid a
 * dependency with a long load time. Tests compare it with NumPy's words (fixtures/numpy-random-state.json).
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(stateWords);
  #next = stateWords;

  /**
   * @param seed - whole number in [0, 2^32)
   * @throws ReluctantError (`invalid-argument`) for any other seed
   */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      // Same wording as NumPy.
      const message = `Seed must be between 0 and 2**32 - 1, got ${showValue(seed)}`;
      throw new ReluctantError('invalid-argument', message, { path: ['seed'], received: seed });
    }
    let word = seed >>> 0;
    this.#state[0] = word;
    for (let index = 1; index < stateWords; index++) {
      word = (Math.imul(word ^ (word >>> 30), 1812433253) + index) >>> 0;
      this.#state[index] = word;
    }
  }

  /** The next raw word, uniform over the unsigned 32-bit integers. */
  word(): number {
    if (this.#next === stateWords) this.#renew();
    let word = this.#state[this.#next++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** ((w₁ ≫ 5)·2^26 + (w₂ ≫ 6)) / 2^53: uniform in [0, 1), two words. */
  double(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Computes the next 624 words, each from itself, the next word and the word 397 places ahead, indices modulo 624. */
  #renew(): void {
    const state = this.#state;
    let word = state[0] ?? 0;
    for (let index = 0; index < stateWords; index++) {
      const after = state[index + 1 < stateWords ? index + 1 : 0] ?? 0;
      const mixed = (word & 0x80000000) | (after & 0x7fffffff);
      const far = state[index < stateWords - middleWord ? index + middleWord : index + middleWord - stateWords] ?? 0;
      state[index] = far ^ (mixed >>> 1) ^ ((mixed & 1) * 0x9908b0df);
      word = after;
    }
    this.#next = 0;
  }
}
