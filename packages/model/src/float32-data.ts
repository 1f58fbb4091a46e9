import { widenHalfFloats } from './half-floats.js';
import { dataTypeOf, type StoredTensor } from './safetensors-format.js';

/**
 * The elements of a tensor as float32, whatever their type: F16 and BF16 exactly, F64 and integers of more than 24 bits
 * rounded to the nearest, false as 0 and true as 1. The tensor's own array if that is a Float32Array.
 */
export function float32Data(tensor: StoredTensor): Float32Array {
  const { data } = tensor;
  const dtype = dataTypeOf(tensor);
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array && (dtype === 'F16' || dtype === 'BF16')) return widenHalfFloats(data, dtype);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return Float32Array.from({ length: data.length }, (_, index) => Number(data[index]));
  }
  return Float32Array.from(data);
}
