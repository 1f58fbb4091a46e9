import { ReluctantError } from '@reluctant/errors';
import { sizeOf } from '../tensor/plain-tensor.js';

/**
 * The common shape of tensors, as NumPy broadcasts: shapes are aligned at their ends, and a dimension of 1 is repeated.
 *
 * @throws ReluctantError if the shapes do not fit together
 */
export function broadcastDims(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((dims) => dims.length));
  return Array.from({ length: rank }, (_, axis) => {
    let common = 1;
    for (const dims of shapes) {
      const dim = dims[axis - rank + dims.length] ?? 1;
      if (dim === common || dim === 1) continue;
      if (common !== 1) {
        const shown = shapes.map((each) => `[${each.join(', ')}]`).join(' and ');
        throw new ReluctantError('invalid-argument', `the shapes ${shown} do not fit together`);
      }
      common = dim;
    }
    return common;
  });
}

/**
 * For every element of the common shape, its position in a tensor that is broadcast to it. Undefined if the positions
 * are the same.
 */
export function broadcastPositions(dims: readonly number[], common: readonly number[]): Uint32Array | undefined {
  const size = sizeOf(common);
  if (sizeOf(dims) === size) return undefined;
  const strides = new Array<number>(common.length).fill(0);
  let stride = 1;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    const dim = dims[axis] ?? 1;
    if (dim > 1) strides[axis + common.length - dims.length] = stride;
    stride *= dim;
  }
  const positions = new Uint32Array(size);
  const counters = new Array<number>(common.length).fill(0);
  let position = 0;
  for (let index = 0; index < size; index++) {
    positions[index] = position;
    for (let axis = common.length - 1; axis >= 0; axis--) {
      const step = strides[axis] ?? 0;
      const count = (counters[axis] ?? 0) + 1;
      if (count < (common[axis] ?? 1)) {
        counters[axis] = count;
        position += step;
        break;
      }
      position -= step * (count - 1);
      counters[axis] = 0;
    }
  }
  return positions;
}
