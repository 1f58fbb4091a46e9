import { type TensorData, type TensorType, zeros } from '../tensor/plain-tensor.js';

/** Elements of a type from a list of its numbers, big integers or strings. */
export function dataOf(type: TensorType, values: readonly unknown[]): TensorData {
  if (type === 'string') return values as readonly string[];
  const data = zeros(type, values.length) as { [index: number]: unknown };
  values.forEach((value, index) => {
    data[index] = value;
  });
  return data as unknown as TensorData;
}
