import { type NumericType, type PlainTensor, type TensorType, tensorTypes, zeros } from '../tensor/plain-tensor.js';
import { halfToNumber, numberToHalf } from './half.js';
import type { Operator, OperatorReader } from './operator.js';

/** Types of whole numbers that processors convert to 32 bits first. */
const shortTypes: readonly TensorType[] = ['int8', 'uint8', 'int16', 'uint16'];
const floatTypes: readonly TensorType[] = ['float16', 'float32', 'float64'];

/** What x86 gives for a float that is NaN or outside of the integer type: the least integer. */
const [least32, least64] = [-(2 ** 31), -(2n ** 63n)];

/** A float as a 32-bit integer: rounded towards 0. */
function toInt32(value: number): number {
  const whole = Math.trunc(value);
  return whole >= least32 && whole < 2 ** 31 ? whole : least32;
}

/** A float as a 64-bit integer: rounded towards 0. */
function toInt64(value: number): bigint {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : least64;
}

/** A float as a 64-bit integer without sign: from 2⁶³ on by what is above that. */
function toUint64(value: number): bigint {
  return BigInt.asUintN(64, value >= 2 ** 63 ? toInt64(value - 2 ** 63) + 2n ** 63n : toInt64(value));
}

/**
 * Cast between numbers, as onnxruntime converts on x86. Integers keep their low bits. Floats are rounded towards 0; NaN
 * and floats outside of the type give its least integer, of 8 and 16 bits 0. Float16 is rounded from float32. Floats to
 * uint32 are refused: outside of its range onnxruntime's answer depends on the position.
 */
export const cast: OperatorReader = (node, [from]): Operator => {
  const to = tensorTypes.get(node.integer('to', 0));
  const known = (type: TensorType | undefined): type is NumericType => type !== undefined && type !== 'string';
  const undefinedRange = to === 'uint32' && from !== undefined && floatTypes.includes(from);
  if (!known(to) || !known(from) || undefinedRange)
    throw node.error(`it casts ${from ?? 'nothing'} to ${to ?? `type ${node.integer('to', 0)}`}`);
  return { type: to, compute: ([x]) => castTensor(x as PlainTensor, to) };
};

function castTensor(tensor: PlainTensor, type: NumericType): PlainTensor {
  if (tensor.type === type) return tensor;
  const { dims, data } = tensor;
  const to = zeros(type, data.length);
  const fromFloat = floatTypes.includes(tensor.type);
  const numberAt = (index: number): number => {
    const value = Number(data[index] ?? 0);
    return tensor.type === 'float16' ? halfToNumber(value) : value;
  };
  const wholeAt = (index: number): bigint => {
    if (!fromFloat) return BigInt(data[index] ?? 0);
    return type === 'uint64' ? toUint64(numberAt(index)) : toInt64(numberAt(index));
  };
  for (let index = 0; index < to.length; index++) {
    if (to instanceof BigInt64Array || to instanceof BigUint64Array) to[index] = wholeAt(index);
    else if (type === 'bool') to[index] = numberAt(index) === 0 ? 0 : 1;
    else if (type === 'float16') to[index] = numberToHalf(Math.fround(numberAt(index)));
    else if (floatTypes.includes(type)) to[index] = numberAt(index);
    else if (!fromFloat) to[index] = Number(BigInt.asIntN(32, BigInt(data[index] ?? 0)));
    else if (shortTypes.includes(type) || type === 'int32') to[index] = toInt32(numberAt(index));
  }
  return { type, dims, data: to };
}
