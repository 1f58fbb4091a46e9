import { normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { kernelOf, shapeOf } from '../test-support/training-problem.js';

/** Adam of Kingma & Ba in float64 from a gradient, in place, after decoupled weight decay. */
function adam(
  state: { readonly p: Float64Array; readonly m: Float64Array; readonly v: Float64Array },
  gradient: ArrayLike<number>,
  { beta1, beta2, epsilon }: { readonly beta1: number; readonly beta2: number; readonly epsilon: number },
  rate: number,
  t: number,
  weightDecay: number,
): void {
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i] ?? Number.NaN;
    const m = beta1 * (state.m[i] ?? 0) + (1 - beta1) * g;
    const v = beta2 * (state.v[i] ?? 0) + (1 - beta2) * g * g;
    state.m[i] = m;
    state.v[i] = v;
    const corrected = Math.sqrt(v / (1 - beta2 ** t)) + epsilon;
    state.p[i] = (1 - rate * weightDecay) * (state.p[i] ?? 0) - (rate * (m / (1 - beta1 ** t))) / corrected;
  }
}

describe('the Adam kernel', () => {
  // 3·5 + 3 and 17·5 + 17 + 2·17 + 2 parameters: neither is a multiple of four.
  it.each([
    [[3], { beta1: 0.8, beta2: 0.99, epsilon: 1e-8 }, 0],
    [[17, 2], { beta1: 0.9, beta2: 0.999, epsilon: 1e-3 }, 0],
    [[17, 2], { beta1: 0.9, beta2: 0.999, epsilon: 1e-3 }, 0.4],
    [[3], { beta1: 0.5, beta2: 0.6, epsilon: 0.1 }, 0],
    [[3], { beta1: 0.5, beta2: 0.6, epsilon: 0.1 }, 1e-5],
  ])(
    'units %j, %j, weight decay %d: parameters and moments after 12 steps within 1e-6 normwise of float64',
    (units, options, weightDecay) => {
      const shape = shapeOf({ units, adam: options });
      const kernel = kernelOf(shape);
      const p = Float64Array.from(kernel.vector('parameters'));
      const state = { p, m: new Float64Array(p.length), v: new Float64Array(p.length) };
      expect(p.length % 4).not.toBe(0);
      const rate = 0.03;
      for (let t = 1; t <= 12; t++) {
        kernel.trainEpoch({
          rows: Uint32Array.from({ length: 8 }, (_, row) => row),
          share: Float32Array.of(1),
          domainAll: Uint8Array.of(0),
          stepSize: Float32Array.of(rate / (1 - options.beta1 ** t)),
          inverseRoot: Float32Array.of(1 / Math.sqrt(1 - options.beta2 ** t)),
          ...(weightDecay > 0 && { decay: Float32Array.of(rate * weightDecay) }),
          firstStep: t - 1,
        });
        adam(state, kernel.vector('gradients'), options, rate, t, weightDecay);
      }
      expect(normwiseError(kernel.vector('parameters'), state.p)).toBeLessThan(1e-6);
      expect(normwiseError(kernel.vector('m'), state.m)).toBeLessThan(1e-6);
      expect(normwiseError(kernel.vector('v'), state.v)).toBeLessThan(1e-6);
    },
  );

  it('does not update a gate that does not decide, and uses the step size of the gate', () => {
    const shape = shapeOf({ gate: { reads: 'layer', hidden: 2, tau: 1 } });
    const kernel = kernelOf(shape);
    const step = (share: number): void => {
      kernel.trainEpoch({
        rows: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
        ...{ share: Float32Array.of(share), domainAll: Uint8Array.of(0), firstStep: 0 },
        ...{ stepSize: Float32Array.of(0), inverseRoot: Float32Array.of(1) },
        ...{ gateStepSize: Float32Array.of(0.1), gateInverseRoot: Float32Array.of(1) },
      });
    };
    const before = kernel.vector('parameters').slice();
    const changed = () => [...before].flatMap((value, i) => (value === kernel.vector('parameters')[i] ? [] : [i]));
    step(1);
    expect(changed()).toEqual([]);
    step(Number.NaN);
    // After 3·5 weights and 3 biases: w1 [2, 3], b1 [2], w2 [2, 2], b2 [2].
    expect(changed()).toEqual(Array.from({ length: 14 }, (_, i) => 18 + i));
  });

  it('takes the decay of an epoch for that epoch only', () => {
    const kernel = kernelOf(shapeOf());
    const epoch = {
      rows: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
      ...{ share: Float32Array.of(1), domainAll: Uint8Array.of(0), firstStep: 0 },
      ...{ stepSize: Float32Array.of(0), inverseRoot: Float32Array.of(1) },
    };
    const before = kernel.vector('parameters').slice();
    kernel.trainEpoch({ ...epoch, decay: Float32Array.of(0.25) });
    kernel.trainEpoch(epoch);
    expect(
      normwiseError(
        kernel.vector('parameters'),
        before.map((value) => 0.75 * value),
      ),
    ).toBeLessThan(1e-7);
  });

  it('a gate that does not decide does not decay', () => {
    const kernel = kernelOf(shapeOf({ gate: { reads: 'layer', hidden: 2, tau: 1 } }));
    const before = kernel.vector('parameters').slice();
    kernel.trainEpoch({
      rows: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
      ...{ share: Float32Array.of(1), domainAll: Uint8Array.of(0), firstStep: 0, decay: Float32Array.of(0.25) },
      ...{ stepSize: Float32Array.of(0), inverseRoot: Float32Array.of(1) },
    });
    const kept = [...before].flatMap((value, i) => (value === kernel.vector('parameters')[i] ? [i] : []));
    // After 3·5 weights and 3 biases: w1 [2, 3], b1 [2], w2 [2, 2], b2 [2].
    expect(kept).toEqual(Array.from({ length: 14 }, (_, i) => 18 + i));
  });
});
