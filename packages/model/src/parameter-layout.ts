import { parameterTensors } from '@reluctant/kernels/abi';
import { type FeedForward, gateOutputs } from './feed-forward.js';

/** Position of a named tensor in the flat vector of all parameters. */
export interface ParameterSlot {
  /**
   * `linear{l}.weight` [out, in], `linear{l}.bias` [out], and for a gate of `hidden` units (8 by default) with k
   * outputs `gate{l}.w1` [hidden, reads], `gate{l}.b1` [hidden], `gate{l}.w2` [k, hidden], `gate{l}.b2` [k]; a gate
   * that reads nothing is `gate{l}.b2` [k], its logits.
   */
  readonly name: string;
  readonly shape: readonly number[];
  /** First element in the flat vector. */
  readonly offset: number;
  /** Number of elements: the product of the shape. */
  readonly size: number;
}

/**
 * The order of all parameters of a model in one flat float32 vector: for each layer its weight (row-major [out, in])
 * and bias, then, after a hidden layer, its gate's w1, b1, w2, b2. Adam's two moments use the same layout.
 */
export interface ParameterLayout {
  readonly slots: readonly ParameterSlot[];
  /** Length of the flat vector. */
  readonly size: number;
}

/** A tensor of one layer, before its offset in the flat vector is known. */
export interface LayerTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * Number of inputs of the affine map that this tensor is part of: the initialisation scales by it. 0: initialised to
   * 0.
   */
  readonly fanIn: number;
  /** Index of the tensor in its layer: weight 0, bias 1, w1 2, b1 3, w2 4, b2 5. The `unit` in its initial draws. */
  readonly index: number;
}

/** The tensors of each layer of a model, in the order of the flat vector. */
export function layerTensors(model: FeedForward): readonly (readonly LayerTensor[])[] {
  const last = model.layers.length - 1;
  return model.layers.map((layer, l) => {
    const inputs = model.layers[l - 1]?.out ?? model.inputs;
    const usage = l === last || 'module' in model.activation ? undefined : model.activation;
    const gate = usage?.gate && { ...usage.gate, outputs: gateOutputs(usage) };
    return parameterTensors({ inputs, units: layer.out, ...(gate && { gate }) }).map(
      ({ part, name, shape, fanIn, index }): LayerTensor => ({ name: `${part}${l}.${name}`, shape, fanIn, index }),
    );
  });
}

/** The order, shapes and offsets of all parameters of a model; see {@link ParameterLayout}. */
export function parameterLayout(model: FeedForward): ParameterLayout {
  let offset = 0;
  const slots = layerTensors(model)
    .flat()
    .map(({ name, shape }) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const slot: ParameterSlot = { name, shape, offset, size };
      offset += size;
      return slot;
    });
  return { slots, size: offset };
}

/** The number of trained parameters of a model, gates included. */
export function countParameters(model: FeedForward): number {
  return parameterLayout(model).size;
}
