import {
  type NumericType,
  numbersOf,
  type PlainTensor,
  type TensorType,
  tensorTypes,
  zeros,
} from '../tensor/plain-tensor.js';
import { commonType } from './elementwise-operators.js';
import { halfToNumber } from './half.js';
import type { Operator, OperatorReader } from './operator.js';

const floats: readonly TensorType[] = ['float32', 'float64'];

function mapped({ data, dims }: PlainTensor, type: NumericType, of: (x: number) => number): PlainTensor {
  const from = data as Float64Array;
  const to = zeros(type, from.length) as Float64Array;
  for (let index = 0; index < from.length; index++) to[index] = of(from[index] ?? 0);
  return { type, dims, data: to };
}

/** An operator on one float input, computed in float64 and rounded once. */
function unary(of: (x: number) => number): OperatorReader {
  return (node, types): Operator => {
    const type = commonType(node, types, floats) as NumericType;
    return { type, compute: ([x]) => mapped(x as PlainTensor, type, of) };
  };
}

const leakyRelu: OperatorReader = (node, types, opset) => {
  const slope = Math.fround(node.number('alpha', 0.01));
  return unary((x) => (x < 0 ? slope * x : x))(node, types, opset);
};

/** What onnxruntime takes for a bound that is absent: infinities become the largest numbers. */
const largest: Readonly<Partial<Record<NumericType, number>>> = {
  float32: Math.fround(3.4028234663852886e38),
  float64: Number.MAX_VALUE,
};

/** Clip: bounds are attributes before opset 11, optional inputs from then on. */
const clip: OperatorReader = (node, types, opset): Operator => {
  const type = commonType(node, types) as NumericType;
  const unbounded = largest[type] ?? Infinity;
  if (opset < 11) {
    const [low, high] = [node.number('min', -unbounded, true), node.number('max', unbounded, true)];
    return { type, compute: ([x]) => mapped(x as PlainTensor, type, (value) => Math.min(Math.max(value, low), high)) };
  }
  if (type === 'int64') throw node.error('it clips int64, expected another type');
  return {
    type,
    compute: ([x, low, high]) => {
      const least = low === undefined ? -unbounded : (numbersOf(low)[0] ?? -unbounded);
      const most = high === undefined ? unbounded : (numbersOf(high)[0] ?? unbounded);
      return mapped(x as PlainTensor, type, (value) => Math.min(Math.max(value, least), most));
    },
  };
};

/** Operators without effect in inference. Dropout must not train. */
const identity: OperatorReader = (node, [type]): Operator => {
  if (type === undefined) throw node.error('its input is missing');
  if (node.operator === 'Dropout') node.requireNoTraining();
  return { type, compute: ([x]) => x as PlainTensor };
};

/** Cast between numbers; float16 can only be read. */
const cast: OperatorReader = (node, [from]): Operator => {
  const to = tensorTypes.get(node.integer('to', 0));
  const known = (type: TensorType | undefined): boolean => type !== undefined && type !== 'string';
  if (to === undefined || !known(from) || !known(to) || (to === 'float16' && from !== 'float16')) {
    throw node.error(`it casts ${from ?? 'nothing'} to ${to ?? `type ${node.integer('to', 0)}`}`);
  }
  return { type: to, compute: ([x]) => castTensor(x as PlainTensor, to as NumericType) };
};

function castTensor(tensor: PlainTensor, type: NumericType): PlainTensor {
  const { data, dims } = tensor;
  if (tensor.type === type) return tensor;
  const numbers = tensor.type === 'float16' ? Array.from(data as Uint16Array, halfToNumber) : numbersOf(tensor);
  const to = zeros(type, numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index] ?? 0;
    if (to instanceof BigInt64Array || to instanceof BigUint64Array) {
      to[index] = BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
    } else if (type === 'bool') to[index] = value === 0 ? 0 : 1;
    else to[index] = value;
  }
  return { type, dims, data: to };
}

/** Operators on one input, element by element. */
export const unaryOperators: ReadonlyMap<string, OperatorReader> = new Map([
  // NaN stays NaN, as in onnxruntime; Math.max keeps it.
  ['Relu', unary((x) => Math.max(x, 0))],
  ['LeakyRelu', leakyRelu],
  ['Sigmoid', unary((x) => 1 / (1 + Math.exp(-x)))],
  ['Tanh', unary(Math.tanh)],
  ['Exp', unary(Math.exp)],
  ['Log', unary(Math.log)],
  ['Sqrt', unary(Math.sqrt)],
  ['Neg', unary((x) => -x)],
  ['Abs', unary(Math.abs)],
  ['Clip', clip],
  ['Identity', identity],
  ['Dropout', identity],
  ['Cast', cast],
]);
