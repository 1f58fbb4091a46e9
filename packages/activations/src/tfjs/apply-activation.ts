import { optionCheck, ReluctantError } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { ShareUsage } from '../activation.js';
import type { Place } from './branches.js';
import { chooseByShare, fixedByShare, mixByGate, mixByShare, sampleByGate } from './choice.js';
import { type GateTensors, gateLogit } from './gate-logit.js';

/** Inputs of {@link applyActivation} besides z and the usage. */
export interface ActivationInput {
  /** Share of ReLU in [0, 1]; NaN = the gate decides. */
  readonly share: number;
  /** True to use domain `all` whatever the usage says. Default false. */
  readonly domainAll?: boolean;
  /**
   * Required with `use: sample` unless the share is 0 or 1: broadcastable to z, [rows, units], [1, units] or [1, 1] by
   * granularity. Where a share decides, the uniform u (ReLU if u < fround(share)); where a gate decides, the logistic
   * n₀ − n₁.
   */
  readonly noise?: tf.Tensor2D;
  /** Required if the gate decides. */
  readonly gate?: GateTensors;
}

const checkInput = optionCheck<ActivationInput>('applyActivation', {
  share: true,
  domainAll: true,
  noise: true,
  gate: true,
});

/** Results of {@link applyActivation}. */
export interface ActivationOutput {
  /** The post-activations, of the shape of z [rows, units]. */
  readonly output: tf.Tensor2D;
  /**
   * The noise-free share, if the gate decided: [rows, 1] with `reads: layer`, [rows, units] with `reads: element`, [1,
   * 1] with `reads: none`.
   */
  readonly gateShare?: tf.Tensor;
}

/**
 * One layer's activation as a differentiable tensor function, equivalent to `referenceActivation`.
 *
 * A choice between relu and silu is a selection forward and backward (no 0·∞); a gate's sampled choice has the
 * straight-through gradient σ′(d/tau)/tau of its soft choice. Works under tf.grads, tf.variableGrads and model.fit on
 * every backend.
 *
 * @param z - pre-activations [rows, units]
 * @param usage - how the share is used
 * @throws ReluctantError if required noise or gate weights are missing
 */
export function applyActivation(z: tf.Tensor2D, usage: ShareUsage, input: ActivationInput): ActivationOutput {
  checkInput(input);
  const domain = input.domainAll ? 'all' : usage.domain;
  const place: Place = { domain, positive: usage.positive };
  if (!Number.isNaN(input.share)) {
    return { output: applyShare(z, usage, place, input) };
  }
  if (!usage.gate || !input.gate) {
    const message = 'a share of NaN lets the gate decide, but the usage has no gate or its weights are missing';
    throw new ReluctantError('invalid-argument', message, { path: ['input', 'gate'] });
  }
  const logit = gateLogit(z, usage.gate, input.gate);
  const gateShare = tf.sigmoid(logit);
  const output =
    usage.use === 'mix'
      ? mixByGate(z, place, gateShare)
      : sampleByGate(z, place, logit, needNoise(input.noise, usage), usage.gate.tau);
  return { output, gateShare };
}

function applyShare(z: tf.Tensor2D, usage: ShareUsage, place: Place, { share, noise }: ActivationInput): tf.Tensor2D {
  if (share === 0 || share === 1) return fixedByShare(z, place, share);
  if (usage.use === 'mix') return mixByShare(z, place, share);
  return chooseByShare(z, place, share, needNoise(noise, usage));
}

function needNoise(noise: tf.Tensor2D | undefined, usage: ShareUsage): tf.Tensor2D {
  if (noise) return noise;
  const message = `use 'sample' needs noise of granularity '${usage.granularity}', got none`;
  throw new ReluctantError('invalid-argument', message, { path: ['input', 'noise'] });
}
