import {
  type NumericType,
  type PlainTensor,
  sizeOf,
  type TensorArrays,
  type TensorData,
  type TensorType,
  zeros,
} from '../tensor/plain-tensor.js';
import { broadcastDims, broadcastPositions } from './broadcast.js';
import { commonType, eachPair } from './elementwise-operators.js';
import type { Operator, OperatorReader } from './operator.js';

const comparedTypes: readonly TensorType[] = ['float32', 'float64', 'int32', 'int64', 'bool', 'string'];
const chosenTypes: readonly TensorType[] = [...comparedTypes, 'uint8'];

/** True where two elements of one type are the same; NaN is equal to nothing. */
const equal: OperatorReader = (node, types): Operator => {
  commonType(node, types, comparedTypes);
  return {
    type: 'bool',
    compute: (inputs) => {
      const [a, b] = inputs as readonly [PlainTensor, PlainTensor];
      const [left, right] = [a.data as ArrayLike<unknown>, b.data as ArrayLike<unknown>];
      return eachPair([a, b], 'bool', (output, index, inA, inB) => {
        (output as TensorArrays['bool'])[index] = left[inA] === right[inB] ? 1 : 0;
      });
    },
  };
};

/** Where: the second input where the first is true, else the third. */
const where: OperatorReader = (node, [condition, ...rest]): Operator => {
  if (condition !== 'bool') throw node.error(`its condition is ${condition}, expected bool`);
  const type = commonType(node, rest, chosenTypes);
  return {
    type,
    compute: (inputs) => {
      const [mask, yes, no] = inputs as readonly [PlainTensor, PlainTensor, PlainTensor];
      const dims = broadcastDims([mask.dims, yes.dims, no.dims]);
      const size = sizeOf(dims);
      const data: TensorData = type === 'string' ? new Array<string>(size) : zeros(type, size);
      const [inMask, inYes, inNo] = [mask, yes, no].map((tensor) => broadcastPositions(tensor.dims, dims));
      const result = data as unknown as { [index: number]: unknown };
      for (let index = 0; index < size; index++) {
        const chosen = mask.data[inMask?.[index] ?? index] === 1;
        result[index] = chosen ? yes.data[inYes?.[index] ?? index] : no.data[inNo?.[index] ?? index];
      }
      return { type, dims, data };
    },
  };
};

/** An operator on two truth values. */
function logic(holds: (a: boolean, b: boolean) => boolean): OperatorReader {
  return (node, types): Operator => {
    commonType(node, types, ['bool']);
    return {
      type: 'bool',
      compute: (inputs) => {
        const [a, b] = inputs as readonly [PlainTensor, PlainTensor];
        return eachPair([a, b], 'bool', (output, index, inA, inB) => {
          (output as TensorArrays['bool'])[index] = holds(a.data[inA] === 1, b.data[inB] === 1) ? 1 : 0;
        });
      },
    };
  };
}

/** An operator from one tensor of some types to truth values. */
function test(types: readonly TensorType[], holds: (value: number) => boolean): OperatorReader {
  return (node, given): Operator => {
    commonType(node, given, types);
    return {
      type: 'bool',
      compute: ([x]) => {
        const { data, dims } = x as PlainTensor;
        return {
          type: 'bool',
          dims,
          data: Uint8Array.from(data as ArrayLike<number>, (value) => (holds(value) ? 1 : 0)),
        };
      },
    };
  };
}

/** The remainder: with the sign of the divisor, or with that of the dividend (`fmod`, which floats must set). */
const modulo: OperatorReader = (node, types): Operator => {
  const type = commonType(node, types) as NumericType;
  const asC = node.integer('fmod', 0) !== 0;
  if (!asC && (type === 'float32' || type === 'float64')) throw node.error('its attribute fmod must be 1 for floats');
  return {
    type,
    compute: (inputs) => {
      const [a, b] = inputs as readonly [PlainTensor, PlainTensor];
      if (type === 'int64') {
        const [left, right] = [a.data as BigInt64Array, b.data as BigInt64Array];
        return eachPair([a, b], type, (output, index, inA, inB) => {
          (output as BigInt64Array)[index] = bigRemainder(left[inA] ?? 0n, right[inB] ?? 0n, asC);
        });
      }
      const [left, right] = [a.data as Float64Array, b.data as Float64Array];
      return eachPair([a, b], type, (output, index, inA, inB) => {
        const divisor = right[inB] ?? 0;
        const rest = (left[inA] ?? 0) % divisor;
        (output as Float64Array)[index] = !asC && rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest;
      });
    },
  };
};

function bigRemainder(a: bigint, b: bigint, asC: boolean): bigint {
  if (b === 0n) return 0n;
  const rest = a % b;
  return !asC && rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

/** Operators on truth values, those that give or take some, and the remainder. */
export const logicOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ['Equal', equal],
  ['Where', where],
  ['And', logic((a, b) => a && b)],
  ['Or', logic((a, b) => a || b)],
  ['Xor', logic((a, b) => a !== b)],
  ['Not', test(['bool'], (value) => value !== 1)],
  ['IsNaN', test(['float32', 'float64'], Number.isNaN)],
  ['Mod', modulo],
]);
