import { tensorSchema } from '../generated/training-abi.js';

/** Sizes of one dense layer and the gate behind it. */
export interface LayerSizes {
  readonly inputs: number;
  readonly units: number;
  /** Absent: no gate. */
  readonly gate?: {
    /** Hidden units of the gate's net; without effect if the gate reads nothing. */
    readonly hidden: number;
    readonly reads: 'layer' | 'element' | 'none';
    /** Logits of the gate: two with `use: sample`, else one. */
    readonly outputs: number;
  };
}

/** Name of a tensor of a layer. */
export type TensorName = (typeof tensorSchema)['linear' | 'gate'][number]['name'];

/** One tensor of a layer. */
export interface ParameterTensor {
  readonly name: TensorName;
  /** Whether it belongs to the affine map or to the gate. */
  readonly part: 'linear' | 'gate';
  readonly shape: readonly number[];
  /** Product of the shape. */
  readonly size: number;
  /** Number of inputs of the affine map that the tensor is part of. */
  readonly fanIn: number;
  /**
   * Index in the order of a layer's tensors, independent of which ones a layer has: weight 0, bias 1, w1 2, b1 3, w2 4,
   * b2 5.
   */
  readonly index: number;
}

/**
 * The tensors of one layer in the order of the flat parameter vector, row-major: weight [units, inputs], bias [units],
 * and with a gate w1 [hidden, reads], b1 [hidden], w2 [outputs, hidden], b2 [outputs]. A gate reads one element or the
 * layer's units; of one that reads nothing, only b2 remains.
 */
export function parameterTensors({ inputs, units, gate }: LayerSizes): readonly ParameterTensor[] {
  const sizes = {
    ...{ inputs, units },
    hidden: gate === undefined || gate.reads === 'none' ? 0 : gate.hidden,
    reads: gate?.reads === 'layer' ? units : 1,
    outputs: gate?.outputs ?? 0,
  };
  const tensors = [
    ...tensorSchema.linear.map((tensor) => ({ ...tensor, part: 'linear' as const })),
    ...tensorSchema.gate.map((tensor) => ({ ...tensor, part: 'gate' as const })),
  ].map(({ name, part, shape, fanIn }, index): ParameterTensor => {
    const lengths = shape.map((axis) => sizes[axis]);
    const size = lengths.reduce((product, length) => product * length, 1);
    // A gate that reads nothing has only tensors that are not multiplied by inputs.
    const own = part === 'gate' && sizes.hidden === 0 ? 0 : sizes[fanIn];
    return { name, part, shape: lengths, size, fanIn: own, index };
  });
  return tensors.filter(({ size }) => size > 0);
}
