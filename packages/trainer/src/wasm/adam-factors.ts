import type { AdamOptions } from '../engine.js';

/** What Adam's bias correction makes of each step, rounded to float32 for the kernel. */
export interface AdamFactors {
  /** lr / (1 − β1^t). */
  readonly stepSize: Float32Array;
  /** 1 / √(1 − β2^t). */
  readonly inverseRoot: Float32Array;
}

/**
 * The factors of steps t = `firstStep` + 1, … in float64, as torch.optim.Adam computes them.
 *
 * @param learningRate - lr of each step
 * @param firstStep - optimiser steps executed before
 */
export function adamFactors(learningRate: Float64Array, firstStep: number, adam: AdamOptions): AdamFactors {
  const stepSize = new Float32Array(learningRate.length);
  const inverseRoot = new Float32Array(learningRate.length);
  const { beta1, beta2 } = adam;
  for (let index = 0; index < learningRate.length; index++) {
    const t = firstStep + index + 1;
    stepSize[index] = (learningRate[index] ?? Number.NaN) / (1 - wholePower(beta1, t));
    inverseRoot[index] = 1 / Math.sqrt(1 - wholePower(beta2, t));
  }
  return { stepSize, inverseRoot };
}

/** base^exponent by squaring: the same bits on every runtime, which `Math.pow` does not promise. */
function wholePower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
