import { type NumericType, type PlainTensor, zeros } from '../tensor/plain-tensor.js';

/**
 * A function applied to every element of a floating-point tensor or one of 32-bit integers, and rounded to the type.
 */
export function mapped({ data, dims }: PlainTensor, type: NumericType, of: (x: number) => number): PlainTensor {
  const from = data as Float64Array;
  const to = zeros(type, from.length) as Float64Array;
  for (let index = 0; index < from.length; index++) to[index] = of(from[index] ?? 0);
  return { type, dims, data: to };
}
