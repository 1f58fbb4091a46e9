import type { TensorConstant } from '../format/tensor-constant.js';
import { scaled } from './affine-operators.js';
import type { NodeReader } from './node-reader.js';
import type { ActivatedValue, ActiveLinearValue, GatedValue, LinearValue, Value } from './value.js';

/** The largest finite float32. */
const largestFloat = Math.fround(3.4028234663852886e38);

function activate(node: NodeReader, kind: 'relu' | 'sigmoid'): Value {
  const source = node.input(0);
  if (source.kind !== 'linear') throw node.error('an activation must follow Gemm or MatMul');
  return { kind, source };
}

export function readRelu(node: NodeReader): Value {
  return activate(node, 'relu');
}

/** Clip from 0 on without an upper bound is ReLU. Bounds are attributes before opset 11, inputs from then on. */
export function readClip(node: NodeReader): Value {
  const [low, high] = [1, 2].map((index) => {
    const bound = node.optionalInput(index);
    return bound?.kind === 'constant' ? Number(bound.tensor.data[0]) : bound;
  });
  const least = low ?? node.number('min', Number.NEGATIVE_INFINITY, true);
  const most = high ?? node.number('max', Number.POSITIVE_INFINITY, true);
  // The largest float32 is how some exporters write that there is no bound.
  if (least !== 0 || typeof most !== 'number' || most < largestFloat)
    throw node.error('it must clip from 0 on, like ReLU');
  return activate(node, 'relu');
}

/** Max(z, 0) is ReLU. */
export function readMax(node: NodeReader): Value {
  const inputs = [node.input(0), node.input(1)];
  const zero = inputs.findIndex((value) => value.kind === 'constant' && isZero(node, value.tensor));
  const source = inputs[1 - zero];
  if (node.inputCount !== 2 || zero < 0 || source?.kind !== 'linear')
    throw node.error('it must be the maximum of a layer and 0, like ReLU');
  return { kind: 'relu', source };
}

function isZero(node: NodeReader, tensor: TensorConstant): boolean {
  return tensor.dims.length <= 1 && tensor.data.length === 1 && node.floats(tensor)[0] === 0;
}

export function readSigmoid(node: NodeReader): Value {
  return activate(node, 'sigmoid');
}

/** relu(x·Wg) ⊙ (x·Wu), all units. */
export function gated(node: NodeReader, gate: ActivatedValue, up: LinearValue | ActiveLinearValue): GatedValue {
  if (gate.source.source !== up.source) throw node.error('both factors of a gated block must have the same input');
  if (gate.source.linear.outputs !== up.linear.outputs) {
    throw node.error(`the gate has ${gate.source.linear.outputs} units, the other factor ${up.linear.outputs}`);
  }
  return { kind: 'gated', source: up.source, gate: gate.source.linear, up: up.linear };
}

/** A layer times constants, z·σ(z), or the two factors of a gated FFN block. */
export function readMul(node: NodeReader): Value {
  const inputs = [node.input(0), node.input(1)] as const;
  for (const [first, second] of [inputs, [inputs[1], inputs[0]] as const]) {
    if (first.kind === 'linear' && second.kind === 'constant') return scaled(node, first, second.tensor, (x) => x);
    if (first.kind === 'linear' && second.kind === 'sigmoid' && second.source === first)
      return { kind: 'silu', source: first };
    if (first.kind === 'relu' && second.kind === 'linear') return gated(node, first, second);
  }
  throw node.error('only z·sigmoid(z) and relu(x·Wg) ⊙ (x·Wu) are supported');
}
