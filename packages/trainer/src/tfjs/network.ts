import type { GateTensors } from '@reluctant/activations/tfjs';
import { ReluctantError } from '@reluctant/errors';
import type { FeedForward, ParameterLayout, ParameterSlot } from '@reluctant/model';
import * as tf from '@tensorflow/tfjs-core';
import { dropOut } from './drop-out.js';
import type { HiddenActivation, InForce } from './hidden-activation.js';

/** Tensors of the parameters by name, e.g. `linear0.weight`. */
export type ParameterTensors = ReadonlyMap<string, tf.Tensor>;

/** Result of the forward pass for one hidden layer. */
export interface HiddenLayer {
  /** Pre-activations [rows, units]. */
  readonly z: tf.Tensor2D;
  /** Post-activations [rows, units]. */
  readonly output: tf.Tensor2D;
  /** Noise-free share of the gate, where it is in force: [rows, 1], [rows, units] or [1, 1]. */
  readonly gateShare?: tf.Tensor;
}

/** Result of {@link forward}. */
export interface ForwardPass {
  /** [rows, classes] */
  readonly logits: tf.Tensor2D;
  readonly hidden: readonly HiddenLayer[];
}

/** Forward pass of one batch: z = h·Wᵀ + b, h = activation(z) after each layer but the last. Call it inside tf.tidy. */
export function forward(
  model: FeedForward,
  activation: HiddenActivation,
  parameters: ParameterTensors,
  x: tf.Tensor2D,
  inForce: InForce,
): ForwardPass {
  const hidden: HiddenLayer[] = [];
  let h = x;
  model.layers.forEach((_, layer) => {
    const weight = tensorOf<tf.Tensor2D>(parameters, `linear${layer}.weight`);
    const z: tf.Tensor2D = tf.add(tf.matMul(h, weight, false, true), tensorOf(parameters, `linear${layer}.bias`));
    if (layer === model.layers.length - 1) {
      h = z;
      return;
    }
    const result = activation(z, layer, inForce, gateTensors(parameters, layer));
    const output = dropOut(result.output, layer, inForce);
    hidden.push({ z, ...result, output });
    h = output;
  });
  return { logits: h, hidden };
}

/** Tensors of some slots of a flat vector. Call it inside tf.tidy. */
export function slotTensors(flat: Float32Array, slots: readonly ParameterSlot[]): tf.Tensor[] {
  return slots.map(({ offset, size, shape }) => tf.tensor(flat.slice(offset, offset + size), [...shape], 'float32'));
}

/** The slots that a training step updates: all, or all but those of the gates while a share is set from outside. */
export function movingSlots(layout: ParameterLayout, share: number): readonly ParameterSlot[] {
  return Number.isNaN(share) ? layout.slots : layout.slots.filter((slot) => !isOfGate(slot));
}

/** Whether a slot belongs to a gate. */
export function isOfGate({ name }: ParameterSlot): boolean {
  return name.startsWith('gate');
}

function gateTensors(parameters: ParameterTensors, layer: number): GateTensors | undefined {
  if (!parameters.has(`gate${layer}.b2`)) return undefined;
  if (!parameters.has(`gate${layer}.w1`)) return { b2: tensorOf(parameters, `gate${layer}.b2`) };
  return {
    w1: tensorOf(parameters, `gate${layer}.w1`),
    b1: tensorOf(parameters, `gate${layer}.b1`),
    w2: tensorOf(parameters, `gate${layer}.w2`),
    b2: tensorOf(parameters, `gate${layer}.b2`),
  };
}

function tensorOf<T extends tf.Tensor>(parameters: ParameterTensors, name: string): T {
  const tensor = parameters.get(name);
  if (tensor === undefined) throw new ReluctantError('invalid-argument', `the net has no parameter ${name}`);
  // The layout determines the rank of each name.
  return tensor as T;
}
