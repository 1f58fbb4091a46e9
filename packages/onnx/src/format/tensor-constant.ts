import { printable, ReluctantError } from '@reluctant/errors';
import { dataTypeNames, dataTypes, type TensorMessage } from './messages.js';

/** A tensor of a file with checked type, size and finite values. */
export interface TensorConstant {
  readonly name: string;
  readonly dims: readonly number[];
  /** float32 values, or the whole numbers of an int64 tensor. */
  readonly data: Float32Array | readonly number[];
  readonly type: 'float32' | 'int64';
}

/** Parameters still allowed: one budget for all tensors of a file, one for all layers built from them. */
export interface ParameterBudget {
  left: number;
}

/**
 * Takes `count` from the budget.
 *
 * @throws ReluctantError if less is left
 */
export function spend(budget: ParameterBudget, count: number, what: string): void {
  if (count > budget.left) throw new ReluctantError('unsupported', `${what} would pass the limit of parameters`);
  budget.left -= count;
}

function elementCount(tensor: TensorMessage, name: string, budget: ParameterBudget): number {
  let size = 1;
  for (const dim of tensor.dims) {
    if (!Number.isSafeInteger(dim) || dim < 0)
      throw new ReluctantError('invalid-file', `tensor '${printable(name)}' has a dimension of ${dim}`);
    size *= dim;
    if (size > budget.left) {
      throw new ReluctantError(
        'unsupported',
        `tensor '${printable(name)}' has the shape [${tensor.dims.join(', ')}], more than the parameters allowed`,
      );
    }
  }
  budget.left -= size;
  return size;
}

function checkLength(name: string, got: number, size: number, dims: readonly number[]): void {
  if (got !== size) {
    throw new ReluctantError(
      'invalid-file',
      `tensor '${printable(name)}' of shape [${dims.join(', ')}] must hold ${size} numbers, it holds ${got}`,
    );
  }
}

function floats(tensor: TensorMessage, name: string, size: number): Float32Array {
  const { rawData, floatData } = tensor;
  const raw = rawData !== undefined && rawData.length > 0;
  checkLength(name, raw ? rawData.length / 4 : (floatData?.length ?? 0), size, tensor.dims);
  const data = new Float32Array(size);
  if (raw) {
    // ONNX is little-endian, as are all platforms with a JavaScript engine. Copied as bytes, because the file has no
    // alignment.
    new Uint8Array(data.buffer).set(rawData);
  } else if (floatData !== undefined) {
    data.set(floatData);
  }
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new ReluctantError(
      'invalid-file',
      `tensor '${printable(name)}' holds ${data[bad]} at element ${bad}: weights must be finite`,
    );
  return data;
}

function integers(tensor: TensorMessage, name: string, size: number): readonly number[] {
  const { rawData, int64Data } = tensor;
  const raw = rawData !== undefined && rawData.length > 0;
  checkLength(name, raw ? rawData.length / 8 : (int64Data?.length ?? 0), size, tensor.dims);
  if (!raw) return int64Data ?? [];
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return Array.from({ length: size }, (_, index) => Number(view.getBigInt64(8 * index, true)));
}

/**
 * Reads a tensor. The shape is compared with the available bytes before memory is allocated.
 *
 * @throws ReluctantError if the data is in another file, the type is neither float32 nor int64, the shape and the data
 * do not match, or a number is not finite
 */
export function readTensor(tensor: TensorMessage, name: string, budget: ParameterBudget): TensorConstant {
  if ((tensor.dataLocation ?? 0) !== 0 || (tensor.externalData?.length ?? 0) > 0) {
    throw new ReluctantError(
      'unsupported',
      `tensor '${printable(name)}' stands in another file: external data is not supported`,
    );
  }
  const dims = [...tensor.dims];
  if (tensor.dataType === dataTypes.float) {
    return { name, dims, type: 'float32', data: floats(tensor, name, elementCount(tensor, name, budget)) };
  }
  if (tensor.dataType === dataTypes.int64) {
    return { name, dims, type: 'int64', data: integers(tensor, name, elementCount(tensor, name, budget)) };
  }
  const typeName = dataTypeNames[tensor.dataType ?? 0] ?? `type ${tensor.dataType}`;
  throw new ReluctantError(
    'unsupported',
    `tensor '${printable(name)}' is ${typeName}: only float32 weights are supported`,
  );
}
