import { printable, ReluctantError } from '@reluctant/errors';
import type { SparseTensorMessage } from '../format/messages.js';
import { type ExternalFiles, type ParameterBudget, readTensor, spend } from '../format/tensor-constant.js';
import { numbersOf, sizeOf, zeros } from '../tensor/plain-tensor.js';
import type { ConstantValue } from './value.js';

/** Numbers that a sparse tensor may have without any in the file, and times as many as the file holds. */
const [freeNumbers, mostGrowth] = [2 ** 20, 256];

/**
 * A sparse initialiser as a dense tensor: zeros, and its values at its indices, which count elements or have one number
 * for each axis.
 *
 * @throws ReluctantError if it is damaged, holds strings, or is so sparse that a small file would take much memory
 */
export function readSparseTensor(
  message: SparseTensorMessage,
  budget: ParameterBudget,
  files: ExternalFiles,
): ConstantValue {
  const name = message.values?.name ?? '';
  const wrong = (what: string): ReluctantError =>
    new ReluctantError('invalid-file', `the sparse tensor '${printable(name)}' ${what}`);
  if (message.values === undefined || message.indices === undefined) throw wrong('has no values or no indices');
  const dims = [...message.dims];
  const size = sizeOf(dims);
  if (!dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) throw wrong(`has the shape [${dims.join(', ')}]`);
  const values = readTensor(message.values, name, budget, files);
  const count = values.data.length;
  if (values.type === 'string' || size > Math.max(freeNumbers, mostGrowth * count)) {
    const what = `of ${count} ${values.type} values has the shape [${dims.join(', ')}], which is not supported`;
    throw new ReluctantError('unsupported', `the sparse tensor '${printable(name)}' ${what}`);
  }
  spend(budget, size, `the sparse tensor '${printable(name)}'`);
  const indices = numbersOf(readTensor(message.indices, `${name}, indices`, budget, files));
  const byAxis = message.indices.dims.length === 2;
  const rank = byAxis ? dims.length : 1;
  if (indices.length !== count * rank) throw wrong(`has ${count} values and ${indices.length} indices`);
  const data = zeros(values.type, size);
  for (let each = 0; each < count; each++) {
    let place = 0;
    for (let axis = 0; axis < rank; axis++) {
      const index = indices[each * rank + axis] ?? -1;
      const length = byAxis ? (dims[axis] ?? 0) : size;
      if (!(index >= 0 && index < length)) throw wrong(`has the index ${index} on an axis of ${length}`);
      place = place * length + index;
    }
    (data as { [index: number]: unknown })[place] = values.data[each];
  }
  return { kind: 'constant', tensor: { name, type: values.type, dims, data } };
}
