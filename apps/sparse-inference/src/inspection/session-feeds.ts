import { ReluctantError } from '@reluctant/errors';
import type { RandomState } from '@reluctant/random';
import { type InferenceSession, Tensor } from 'onnxruntime-common';
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

/** A session of either kind; `info` is SparseSession's. */
type RandomlyFed = Pick<InferenceSession, 'inputMetadata'> & { readonly info?: { readonly inputs: number } };

/**
 * Normally distributed random inputs for every input of a model. An open first dimension gets `rows`, and so do open
 * dimensions of its name; further ones get eight.
 *
 * @throws ReluctantError if an input is of another type than numbers
 */
export function randomFeeds(
  { inputMetadata, info: layers }: RandomlyFed,
  rows: number,
  random: RandomState,
): SessionFeeds {
  const batches = new Set(inputMetadata.map((info) => (info.isTensor ? info.shape[0] : undefined)));
  const lengthOf = (dim: string, axis: number): number =>
    axis === 0 || (dim !== '' && batches.has(dim)) ? rows : otherLength;
  return Object.fromEntries(
    inputMetadata.map((info) => {
      if (!info.isTensor) throw new ReluctantError('unsupported', `the input '${info.name}' is not a tensor`);
      // Without a declared shape, the rows of the layers, if the graph is nothing else.
      const columns = layers?.inputs ?? 0;
      const shape = info.shape.length === 0 && columns > 0 ? ['', columns] : info.shape;
      const dims = shape.map((dim, axis) => (typeof dim === 'number' ? dim : lengthOf(dim, axis)));
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
export function fileFeeds(
  { inputMetadata }: Pick<InferenceSession, 'inputMetadata'>,
  { shape, data }: NpyArray,
): readonly SessionFeeds[] {
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
