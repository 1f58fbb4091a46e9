import { ReluctantError } from '@reluctant/errors';
import type { ParameterSlot } from '@reluctant/model';
import type { AdamOptions } from '../engine.js';

/** Parameters and moments, flat and in the layout's order; a step changes them in place. */
export interface AdamState {
  readonly parameters: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
}

/**
 * One step of Adam (Kingma & Ba 2015) as torch.optim.Adam takes it, or torch.optim.AdamW with weight decay λ, on the
 * flat vectors.
 *
 * With the gradient g and t = steps so far, this one included: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², parameter ←
 * parameter − lr·λ·parameter − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε). ε comes after the square root and its bias
 * correction. Arithmetic in float64, results rounded to float32. Slots that are not given do not change.
 *
 * @param gradients - one array per slot
 * @param stepOf - t of a slot: the steps that moved it, this one included
 */
export function adamStep(
  state: AdamState,
  slots: readonly ParameterSlot[],
  gradients: readonly Float32Array[],
  { beta1, beta2, epsilon, weightDecay = 0 }: AdamOptions,
  learningRate: number,
  stepOf: (slot: ParameterSlot) => number,
): void {
  const { parameters, m, v } = state;
  slots.forEach((slot, index) => {
    const { offset, size } = slot;
    const t = stepOf(slot);
    const kept = 1 - learningRate * weightDecay;
    const stepSize = learningRate / (1 - beta1 ** t);
    const rootCorrection2 = Math.sqrt(1 - beta2 ** t);
    const gradient = gradients[index];
    if (gradient?.length !== size) {
      const message = `expected ${size} gradients, got ${gradient?.length ?? 'none'}`;
      throw new ReluctantError('invalid-argument', message);
    }
    for (let i = 0; i < size; i++) {
      const at = offset + i;
      const g = gradient[i] ?? Number.NaN;
      const first = Math.fround(beta1 * (m[at] ?? Number.NaN) + (1 - beta1) * g);
      const second = Math.fround(beta2 * (v[at] ?? Number.NaN) + (1 - beta2) * g * g);
      m[at] = first;
      v[at] = second;
      const denominator = Math.sqrt(second) / rootCorrection2 + epsilon;
      parameters[at] = kept * (parameters[at] ?? Number.NaN) - (stepSize * first) / denominator;
    }
  });
}
