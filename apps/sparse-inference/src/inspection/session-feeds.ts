import { ReluctantError } from '@reluctant/errors';
import type { RandomState } from '@reluctant/random';
import type { SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import type { NpyArray } from './read-npy.js';

/** Feeds of one call. */
export type SessionFeeds = Readonly<Record<string, Tensor>>;

/** Length of a second open dimension, such as the positions of a sequence. */
const otherLength = 8;

function tensorOf(type: string, numbers: Float64Array, dims: readonly number[], name: string): Tensor {
  switch (type) {
    case 'float32':
      return new Tensor('float32', Float32Array.from(numbers), dims);
    case 'float64':
      return new Tensor('float64', numbers, dims);
    case 'int64':
      return new Tensor(
        'int64',
        BigInt64Array.from(numbers, (x) => BigInt(Math.round(x))),
        dims,
      );
    case 'int32':
      return new Tensor('int32', Int32Array.from(numbers, Math.round), dims);
    case 'bool':
      return new Tensor(
        'bool',
        Uint8Array.from(numbers, (x) => (x > 0 ? 1 : 0)),
        dims,
      );
    default:
      throw new ReluctantError(
        'unsupported',
        `the input '${name}' is ${type}: only numbers of float32, float64, int32, int64 and bool can be given here`,
      );
  }
}

/**
 * Normally distributed random inputs for every input of a model. The first open dimension gets `rows`, further ones eight.
 *
 * @throws ReluctantError if an input is of another type than numbers
 */
export function randomFeeds(
  { inputMetadata, info: { inputs: columns } }: SparseSession,
  rows: number,
  random: RandomState,
): SessionFeeds {
  return Object.fromEntries(
    inputMetadata.map((info) => {
      if (!info.isTensor) throw new ReluctantError('unsupported', `the input '${info.name}' is not a tensor`);
      // Without a declared shape, the rows of the layers, if the graph is nothing else.
      const shape = info.shape.length === 0 && columns > 0 ? ['', columns] : info.shape;
      const dims = shape.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? rows : otherLength));
      const numbers = random.standardNormal(dims.reduce((size, dim) => size * dim, 1));
      return [info.name, tensorOf(info.type, numbers, dims, info.name)];
    }),
  );
}

/**
 * The rows of a file, in calls of as many rows as the model fixes, or one.
 *
 * @throws ReluctantError if the model has several inputs, or the shape of the rows is not that of its input
 */
export function fileFeeds({ inputMetadata }: SparseSession, { shape, data }: NpyArray): readonly SessionFeeds[] {
  const [info] = inputMetadata;
  if (info === undefined || !info.isTensor || inputMetadata.length > 1) {
    const message = `--inputs takes the rows of one input, but the model has ${inputMetadata.length}`;
    throw new ReluctantError('invalid-option', message);
  }
  const [declaredRows, ...declared] = info.shape;
  const [rows = 0, ...dims] = shape;
  const fits =
    dims.length === declared.length && declared.every((dim, axis) => typeof dim !== 'number' || dim === dims[axis]);
  if (!fits || rows === 0) {
    const expected = ['rows', ...declared.map((dim) => (dim === '' ? '?' : dim))].join(', ');
    const message = `--inputs must have the shape [${expected}], got [${shape.join(', ')}]`;
    throw new ReluctantError('invalid-option', message);
  }
  const step = typeof declaredRows === 'number' ? declaredRows : 1;
  const size = data.length / rows;
  return Array.from({ length: Math.floor(rows / step) }, (_, call) => ({
    [info.name]: tensorOf(
      info.type,
      data.slice(call * step * size, (call + 1) * step * size),
      [step, ...dims],
      info.name,
    ),
  }));
}
