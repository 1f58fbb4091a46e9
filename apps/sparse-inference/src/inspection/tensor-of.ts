import { ReluctantError } from '@reluctant/errors';
import { numberToHalf } from '@reluctant/onnx';
import { Tensor } from 'onnxruntime-common';
import type { NpyData } from './read-npy.js';

/** A number as a whole one; of NaN and infinities 0. */
const whole = (value: number | bigint): bigint =>
  typeof value === 'bigint' ? value : BigInt(Number.isFinite(value) ? Math.round(value) : 0);

const makers: Readonly<Record<string, (numbers: readonly (number | bigint)[]) => Tensor['data']>> = {
  float32: (numbers) => Float32Array.from(numbers, Number),
  float64: (numbers) => Float64Array.from(numbers, Number),
  float16: (numbers) => Uint16Array.from(numbers, (value) => numberToHalf(Number(value))),
  int64: (numbers) => BigInt64Array.from(numbers, whole),
  uint64: (numbers) => BigUint64Array.from(numbers, whole),
  int32: (numbers) => Int32Array.from(numbers, (value) => Number(whole(value))),
  uint32: (numbers) => Uint32Array.from(numbers, (value) => Number(whole(value))),
  int16: (numbers) => Int16Array.from(numbers, (value) => Number(whole(value))),
  uint16: (numbers) => Uint16Array.from(numbers, (value) => Number(whole(value))),
  int8: (numbers) => Int8Array.from(numbers, (value) => Number(whole(value))),
  uint8: (numbers) => Uint8Array.from(numbers, (value) => Number(whole(value))),
  bool: (numbers) => Uint8Array.from(numbers, (value) => (value > 0 ? 1 : 0)),
};

/**
 * Numbers or texts as a tensor of the type of a model's input. Integers are rounded; true is what is above 0.
 *
 * @param name - of the input, for messages
 * @throws ReluctantError if texts are given for numbers or numbers for texts, or the type is another one
 */
export function tensorOf(type: string, values: NpyData, dims: readonly number[], name: string): Tensor {
  const given = Array.from<number | bigint | string>(values);
  const strings = given.filter((value) => typeof value === 'string');
  if ((type === 'string') !== (strings.length === given.length && given.length > 0)) {
    const got = strings.length > 0 ? 'texts' : 'numbers';
    throw new ReluctantError('invalid-option', `the input '${name}' is ${type}, but --inputs holds ${got}`);
  }
  if (type === 'string') return new Tensor('string', strings, dims);
  const make = makers[type];
  if (make === undefined)
    throw new ReluctantError('unsupported', `the input '${name}' is ${type}, which cannot be given here`);
  const numbers = given.filter((value) => typeof value !== 'string');
  return new Tensor(type as 'float32', make(numbers) as Float32Array, dims);
}
