import type { NodeReader } from '../import/node-reader.js';
import {
  type NumericType,
  numbersOf,
  type PlainTensor,
  sizeOf,
  type TensorArrays,
  type TensorType,
  zeros,
} from '../tensor/plain-tensor.js';
import { broadcastDims, broadcastPositions } from './broadcast.js';
import { mapped } from './mapped.js';
import type { Operator, OperatorReader } from './operator.js';

/** Types that the arithmetic below computes in: exact in 64 bits, then rounded to the type once. */
const arithmeticTypes: readonly TensorType[] = ['float32', 'float64', 'int32', 'int64'];

/** @throws ReluctantError naming the node if the inputs are not all of one of the types */
export function commonType(
  node: NodeReader,
  types: readonly (TensorType | undefined)[],
  allowed: readonly TensorType[] = arithmeticTypes,
): TensorType {
  const [first] = types;
  if (first === undefined || !allowed.includes(first) || types.some((type) => type !== undefined && type !== first)) {
    throw node.error(`its inputs are ${types.join(' and ')}, expected all ${allowed.join(' or all ')}`);
  }
  return first;
}

/** A function of two numbers, for floating-point and 32-bit integers, and for 64-bit integers. */
interface Combination {
  readonly number: (a: number, b: number) => number;
  readonly bigint: (a: bigint, b: bigint) => bigint;
  /** For 32-bit integers, where 53 bits do not hold the result. */
  readonly int32?: (a: number, b: number) => number;
}

/** Applies `at` to the positions of every element of the common shape. */
export function eachPair(
  inputs: readonly PlainTensor[],
  type: NumericType,
  at: (output: TensorArrays[NumericType], index: number, a: number, b: number) => void,
): PlainTensor {
  const [a, b] = inputs as readonly [PlainTensor, PlainTensor];
  const dims = broadcastDims([a.dims, b.dims]);
  const [inA, inB] = [broadcastPositions(a.dims, dims), broadcastPositions(b.dims, dims)];
  const size = sizeOf(dims);
  const data = zeros(type, size);
  for (let index = 0; index < size; index++) {
    at(data, index, inA === undefined ? index : (inA[index] ?? 0), inB === undefined ? index : (inB[index] ?? 0));
  }
  return { type, dims, data };
}

function pair(
  { number, bigint, int32 = number }: Combination,
  type: NumericType,
  inputs: readonly PlainTensor[],
): PlainTensor {
  const [a, b] = inputs as readonly [PlainTensor, PlainTensor];
  if (type === 'int64') {
    const [left, right] = [a.data as BigInt64Array, b.data as BigInt64Array];
    return eachPair(inputs, type, (output, index, inA, inB) => {
      (output as BigInt64Array)[index] = bigint(left[inA] ?? 0n, right[inB] ?? 0n);
    });
  }
  const [left, right] = [a.data as Float64Array, b.data as Float64Array];
  const of = type === 'int32' ? int32 : number;
  return eachPair(inputs, type, (output, index, inA, inB) => {
    (output as Float64Array)[index] = of(left[inA] ?? 0, right[inB] ?? 0);
  });
}

/** An operator on two or more inputs of one type, from left to right. */
function arithmetic(combination: Combination): OperatorReader {
  return (node, types): Operator => {
    const type = commonType(node, types) as NumericType;
    return {
      type,
      compute: (inputs) => {
        const [first, ...rest] = inputs as readonly PlainTensor[];
        return rest.reduce<PlainTensor>((sum, next) => pair(combination, type, [sum, next]), first as PlainTensor);
      },
    };
  };
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** An operator that compares two inputs of one type. */
function comparison(holds: (a: number | bigint, b: number | bigint) => boolean): OperatorReader {
  return (node, types): Operator => {
    commonType(node, types);
    return {
      type: 'bool',
      compute: (inputs) => {
        const [a, b] = inputs as readonly [PlainTensor, PlainTensor];
        const [left, right] = [a.data as ArrayLike<number | bigint>, b.data as ArrayLike<number | bigint>];
        return eachPair([a, b], 'bool', (output, index, inA, inB) => {
          (output as Uint8Array)[index] = holds(left[inA] ?? 0, right[inB] ?? 0) ? 1 : 0;
        });
      },
    };
  };
}

/** Mean of any number of inputs. */
const mean: OperatorReader = (node, types, opset): Operator => {
  const sum = addition(node, types, opset);
  if (sum.type !== 'float32' && sum.type !== 'float64') throw node.error(`it takes the mean of ${sum.type}`);
  const type = sum.type;
  return { type, compute: (inputs) => mapped(sum.compute(inputs), type, (x) => x / inputs.length) };
};

/** aᵇ as C's `pow` has it: 1 to any power is 1, and so is −1 to an infinite one. */
function power(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

/** Pow of floats: exponents of any type of numbers. The result has the type of the base. */
const pow: OperatorReader = (node, [base, exponent]): Operator => {
  if ((base !== 'float32' && base !== 'float64') || exponent === undefined || !arithmeticTypes.includes(exponent))
    throw node.error(`its inputs are ${base} and ${exponent}, expected floats and an exponent`);
  return {
    type: base,
    compute: (inputs) => {
      const [a, b] = inputs as readonly [PlainTensor, PlainTensor];
      const [left, right] = [a.data as Float64Array, numbersOf(b)];
      return eachPair([a, b], base, (output, index, inA, inB) => {
        (output as Float64Array)[index] = power(left[inA] ?? 0, right[inB] ?? 0);
      });
    },
  };
};

const addition = arithmetic({ number: (a, b) => a + b, bigint: (a, b) => a + b });

/** PRelu: x, or x·slope where x is below 0. */
const prelu: OperatorReader = (node, types, opset): Operator => {
  const product = arithmetic({ number: (x, slope) => (x < 0 ? x * slope : x), bigint: (a) => a })(node, types, opset);
  if (product.type !== 'float32') throw node.error(`its inputs are ${product.type}, expected float32`);
  return { ...product, activation: true };
};

/** Operators on several inputs, element by element, with broadcasting. */
export const elementwiseOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ['Add', addition],
  ['Sub', arithmetic({ number: (a, b) => a - b, bigint: (a, b) => a - b })],
  ['Mul', arithmetic({ number: (a, b) => a * b, bigint: (a, b) => a * b, int32: Math.imul })],
  ['Div', arithmetic({ number: (a, b) => a / b, bigint: (a, b) => (b === 0n ? 0n : a / b) })],
  ['Max', arithmetic({ number: Math.max, bigint: larger })],
  ['Min', arithmetic({ number: Math.min, bigint: smaller })],
  ['Sum', addition],
  ['Mean', mean],
  ['Pow', pow],
  ['PRelu', prelu],
  ['Less', comparison((a, b) => a < b)],
  ['LessOrEqual', comparison((a, b) => a <= b)],
  ['Greater', comparison((a, b) => a > b)],
  ['GreaterOrEqual', comparison((a, b) => a >= b)],
]);
