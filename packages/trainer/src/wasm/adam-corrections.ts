import type { AdamOptions } from '../engine.js';

/** Factors of Adam's bias correction for each step, rounded to float32 for the kernel. */
export interface AdamFactors {
  /** lr / (1 − β1^t). */
  readonly stepSize: Float32Array;
  /** 1 / √(1 − β2^t). */
  readonly inverseRoot: Float32Array;
}

/**
 * Bias corrections of Adam, in float64. t counts, from 1, the steps in which the parameters were updated: every
 * optimiser step, or for gates those in which the gate was in force. All trainings of a study use the same values, so
 * they are computed once and cached.
 */
export class AdamCorrections {
  readonly #adam: Pick<AdamOptions, 'beta1' | 'beta2'>;
  /** 1 − β1^t and 1 / √(1 − β2^t) at index t − 1. */
  #remaining1 = new Float64Array();
  #inverseRoot2 = new Float64Array();

  constructor(adam: Pick<AdamOptions, 'beta1' | 'beta2'>) {
    this.#adam = adam;
  }

  /**
   * Factors of consecutive steps of the optimiser.
   *
   * @param learningRate - of each step
   * @param firstStep - steps counted before
   * @param out - has the length of `learningRate`
   * @param share - if given, only the steps whose share is NaN count; the factors of the others are undefined
   */
  fill(
    learningRate: Float64Array,
    firstStep: number,
    { stepSize, inverseRoot }: AdamFactors,
    share?: Float32Array,
  ): void {
    const steps = learningRate.length;
    // A training that starts at a late step does not compute the corrections of earlier steps.
    const known = firstStep + steps <= mostKept;
    if (known && firstStep + steps > this.#remaining1.length) this.#extend(firstStep + steps);
    let at = firstStep;
    for (let index = 0; index < steps; index++) {
      const remaining = known ? (this.#remaining1[at] ?? Number.NaN) : this.#remaining(this.#adam.beta1, at);
      stepSize[index] = (learningRate[index] ?? Number.NaN) / remaining;
      inverseRoot[index] = known
        ? (this.#inverseRoot2[at] ?? Number.NaN)
        : 1 / Math.sqrt(this.#remaining(this.#adam.beta2, at));
      if (share === undefined || Number.isNaN(share[index])) at++;
    }
  }

  #extend(least: number): void {
    const length = Math.min(mostKept, Math.max(least, 2 * this.#remaining1.length));
    const powers1 = firstPowers(this.#adam.beta1, length);
    const powers2 = firstPowers(this.#adam.beta2, length);
    this.#remaining1 = powers1.map((power) => 1 - power);
    this.#inverseRoot2 = powers2.map((power) => 1 / Math.sqrt(1 - power));
  }

  /** 1 − base^(at + 1). */
  #remaining(base: number, at: number): number {
    return 1 - wholePower(base, at + 1);
  }
}

/** Number of steps whose corrections are cached: 1 MiB. */
const mostKept = 65536;

/** base^exponent by squaring: the same bits on every runtime, which `Math.pow` does not guarantee. */
function wholePower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/**
 * base^1 … base^count, each with the bits of {@link wholePower}, whose last factor belongs to the exponent's highest
 * bit.
 */
function firstPowers(base: number, count: number): Float64Array<ArrayBuffer> {
  const powers = new Float64Array(count);
  let square = base;
  for (let highest = 1; highest <= count; highest *= 2) {
    powers[highest - 1] = square;
    const last = Math.min(2 * highest - 1, count);
    for (let exponent = highest + 1; exponent <= last; exponent++) {
      powers[exponent - 1] = (powers[exponent - highest - 1] ?? Number.NaN) * square;
    }
    square *= square;
  }
  return powers;
}
