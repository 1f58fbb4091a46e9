import { printable, ReluctantError } from '@reluctant/errors';
import { elementBytes, type PlainTensor, type TensorData, tensorTypes, zeros } from '../tensor/plain-tensor.js';
import { decodeText } from './decode-text.js';
import { dataTypeNames, type TensorMessage } from './messages.js';

/** A tensor of a file with checked type and size. */
export interface TensorConstant extends PlainTensor {
  readonly name: string;
}

/** Parameters still allowed: one budget for all tensors of a file, one for all layers built from them. */
export interface ParameterBudget {
  left: number;
}

/**
 * The bytes of a tensor that stands in another file.
 *
 * @param location - path of the file, as the model gives it
 * @throws ReluctantError if the file was not given, or does not hold the tensor
 */
export type ExternalFiles = (tensor: TensorMessage, name: string, location: string) => Uint8Array;

/** Where no other files were given. */
export const noFiles: ExternalFiles = (_, name, location) => {
  const message = `tensor '${printable(name)}' stands in another file, '${printable(location)}', which was not given`;
  throw new ReluctantError('unsupported', message);
};

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

/**
 * The path, relative to the model, of the file in which a tensor's data stands; undefined if it stands in the model.
 */
export function externalLocation({ dataLocation, externalData }: TensorMessage): string | undefined {
  if ((dataLocation ?? 0) === 0 && (externalData?.length ?? 0) === 0) return undefined;
  return externalData?.find(({ key }) => key === 'location')?.value ?? '';
}

/** Data of a supported type, where there are no raw bytes; 12 and 13 are uint32 and uint64. */
function typedData(tensor: TensorMessage): ArrayLike<number> {
  const { dataType, floatData, int32Data, int64Data, doubleData, uint64Data } = tensor;
  if (dataType === 1) return floatData ?? [];
  if (dataType === 7) return int64Data ?? [];
  if (dataType === 11) return doubleData ?? [];
  if (dataType > 11) return uint64Data ?? [];
  return int32Data ?? [];
}

/**
 * Reads a tensor. The shape is compared with the available bytes before memory is allocated.
 *
 * @param files - other files in which tensors may stand
 * @throws ReluctantError if the data is in a file that was not given, the type is not supported, or the shape and the
 * data do not match
 */
export function readTensor(
  tensor: TensorMessage,
  name: string,
  budget: ParameterBudget,
  files: ExternalFiles,
): TensorConstant {
  const dims = [...tensor.dims];
  const type = tensorTypes.get(tensor.dataType);
  if (type === undefined) {
    const typeName = dataTypeNames[tensor.dataType ?? 0] ?? `type ${tensor.dataType}`;
    throw new ReluctantError('unsupported', `tensor '${printable(name)}' is ${typeName}, which is not supported`);
  }
  const size = elementCount(tensor, name, budget);
  if (type === 'string') {
    checkLength(name, tensor.stringData?.length ?? 0, size, dims);
    return { name, dims, type, data: (tensor.stringData ?? []).map(decodeText) };
  }
  const location = externalLocation(tensor);
  const raw = location === undefined ? tensor.rawData : files(tensor, name, location);
  if (raw !== undefined && raw.length > 0) {
    checkLength(name, raw.length / elementBytes(type), size, dims);
    const data = zeros(type, size);
    // ONNX is little-endian, as are all platforms with a JavaScript engine. Copied as bytes, because the file has no
    // alignment.
    new Uint8Array(data.buffer).set(raw);
    return { name, dims, type, data };
  }
  const numbers = typedData(tensor);
  checkLength(name, numbers.length, size, dims);
  const data: TensorData = zeros(type, size);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let index = 0; index < size; index++) {
      const number = numbers[index] ?? 0;
      // The decoder gives numbers of 53 bits.
      if (!Number.isSafeInteger(number)) {
        const message = `tensor '${printable(name)}' holds ${number} at element ${index}, which is too large here`;
        throw new ReluctantError('unsupported', message);
      }
      data[index] = BigInt(number);
    }
  } else {
    data.set(numbers);
  }
  return { name, dims, type, data };
}
