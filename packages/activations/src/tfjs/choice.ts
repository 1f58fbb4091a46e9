import * as tf from '@tensorflow/tfjs-core';
import { Branches, type Place } from './branches.js';
import { differentiable, sumToShape, tensorAt } from './tensors.js';

/**
 * The ways to use a share, as tensor functions of z [rows, units].
 *
 * Each has a gradient of its own for two reasons: autodiff of a selection multiplies the branch not taken by 0, which
 * is NaN where that branch is infinite, and a sampled gate needs its straight-through gradient. The forward pass saves
 * only its inputs and the mask; σ(z) is recomputed in the backward pass, so that inference does not pay for it.
 */

/** y = relu(z) where u < fround(share), else silu(z); `noise` is u, broadcastable to z. */
export function chooseByShare(z: tf.Tensor2D, place: Place, share: number, noise: tf.Tensor2D): tf.Tensor2D {
  // As a float32 tensor, the scalar is rounded like fround in the definition.
  const mask = tf.less(noise, share);
  const pick = (branches: Branches, x: tf.Tensor, isRelu: tf.Tensor) =>
    branches.within(place, x, branches.select(isRelu));
  return differentiable(
    [z],
    [mask],
    () => pick(Branches.values(z), z, mask),
    (dy, saved) => {
      const x = tensorAt(saved, 0);
      return [pick(Branches.gradients(dy, x), x, tensorAt(saved, 1))];
    },
  );
}

/** y = relu(z) with a share of 1, silu(z) with 0: the same branch everywhere, bit for bit. */
export function fixedByShare(z: tf.Tensor2D, place: Place, share: number): tf.Tensor2D {
  return byBranches(z, place, (branches) => branches.fixed(share));
}

/** y = share·relu(z) + (1 − share)·silu(z). */
export function mixByShare(z: tf.Tensor2D, place: Place, share: number): tf.Tensor2D {
  return byBranches(z, place, (branches) => branches.blend(share));
}

/** A function that is linear in its branches has the same form forward and backward. */
function byBranches(z: tf.Tensor2D, place: Place, inside: (branches: Branches) => tf.Tensor): tf.Tensor2D {
  const pick = (branches: Branches, x: tf.Tensor) => branches.within(place, x, inside(branches));
  return differentiable(
    [z],
    [],
    () => pick(Branches.values(z), z),
    (dy, saved) => {
      const x = tensorAt(saved, 0);
      return [pick(Branches.gradients(dy, x), x)];
    },
  );
}

/** y = p·relu(z) + (1 − p)·silu(z) with a differentiable share p, [rows, 1], [rows, units] or [1, 1]. */
export function mixByGate(z: tf.Tensor2D, place: Place, share: tf.Tensor): tf.Tensor2D {
  return differentiable(
    [z, share],
    [],
    () => {
      const values = Branches.values(z);
      return values.within(place, z, values.blend(share));
    },
    (dy, saved) => {
      const [x, p] = [tensorAt(saved, 0), tensorAt(saved, 1)];
      const gradients = Branches.gradients(dy, x);
      return [
        gradients.within(place, x, gradients.blend(p)),
        sumToShape(inDomain(place, x, tf.mul(dy, difference(x))), p.shape),
      ];
    },
  );
}

/**
 * Gumbel straight-through: d = logit + noise, y = relu(z) where d ≥ 0, else silu(z); dy/dz of the branch taken, and
 * dy/dlogit = (relu − silu)·s·(1 − s)/tau with s = σ(d/tau), summed over the axes along which the logit is broadcast.
 *
 * @param logit - l₀ − l₁, [rows, 1], [rows, units] or [1, 1]
 * @param noise - logistic n₀ − n₁, broadcastable to z
 */
export function sampleByGate(
  z: tf.Tensor2D,
  place: Place,
  logit: tf.Tensor,
  noise: tf.Tensor2D,
  tau: number,
): tf.Tensor2D {
  const pick = (branches: Branches, x: tf.Tensor, margin: tf.Tensor) =>
    branches.within(place, x, branches.select(tf.greaterEqual(margin, 0)));
  return differentiable(
    [z, logit],
    [noise],
    () => pick(Branches.values(z), z, tf.add(logit, noise)),
    (dy, saved) => {
      const [x, l] = [tensorAt(saved, 0), tensorAt(saved, 1)];
      const margin = tf.add(l, tensorAt(saved, 2));
      const soft = tf.sigmoid(tau === 1 ? margin : tf.div(margin, tau));
      const slope = tf.mul(soft, tf.sub(1, soft));
      const gradLogit = tf.mul(tf.mul(dy, difference(x)), tau === 1 ? slope : tf.div(slope, tau));
      return [pick(Branches.gradients(dy, x), x, margin), sumToShape(inDomain(place, x, gradLogit), l.shape)];
    },
  );
}

/** relu(z) − silu(z): the derivative of y with respect to the share. */
function difference(z: tf.Tensor): tf.Tensor {
  const { relu, silu } = Branches.values(z);
  return tf.sub(relu, silu);
}

/** 0 where no choice is made, by a selection. */
function inDomain(place: Place, z: tf.Tensor, gradient: tf.Tensor): tf.Tensor {
  return place.domain === 'all' ? gradient : tf.where(tf.less(z, 0), gradient, tf.zerosLike(gradient));
}
