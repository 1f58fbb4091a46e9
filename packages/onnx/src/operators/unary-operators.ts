import { type NumericType, numbersOf, type PlainTensor, type TensorType } from '../tensor/plain-tensor.js';
import { commonType } from './elementwise-operators.js';
import { mapped } from './mapped.js';
import type { Operator, OperatorReader } from './operator.js';

const floats: readonly TensorType[] = ['float32', 'float64'];

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
      // NaN is no bound.
      const [least = -unbounded, most = unbounded] = [low, high].map((bound) => {
        const value = bound && numbersOf(bound)[0];
        return Number.isNaN(value) ? undefined : value;
      });
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

/** The nearest whole number; of two the even one. */
function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
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
  ['Reciprocal', unary((x) => 1 / x)],
  ['Floor', unary(Math.floor)],
  ['Ceil', unary(Math.ceil)],
  ['Round', unary(roundHalfEven)],
  ['Sign', unary(Math.sign)],
  ['Clip', clip],
  ['Identity', identity],
  ['Dropout', identity],
]);
