import { ReluctantError } from '@reluctant/errors';
import type { RandomState } from '@reluctant/random';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { NpyArray, NpyData } from './read-npy.js';
import { tensorOf } from './tensor-of.js';

/** Feeds of one call. */
export type SessionFeeds = Readonly<Record<string, Tensor>>;

/** Length of a second open dimension, such as the positions of a sequence. */
const otherLength = 8;
/** Different random texts. */
const randomTexts = 8;

/** A session of either kind; `info` is SparseSession's. */
type RandomlyFed = Pick<InferenceSession, 'inputMetadata'> & { readonly info?: { readonly inputs: number } };

/**
 * Random inputs for every input of a model: normally distributed numbers, texts `s0` to `s7`. An open first dimension
 * gets `rows`, and so do open dimensions of its name; further ones get eight.
 *
 * @throws ReluctantError if an input is not a tensor of numbers or texts
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
      const texts = Array.from(numbers, (x) => `s${Math.floor(Math.abs(x) * 4) % randomTexts}`);
      return [info.name, tensorOf(info.type, info.type === 'string' ? texts : numbers, dims, info.name)];
    }),
  );
}

/**
 * The rows of a file, in calls of as many rows as the model fixes, or `asked`. Rows are repeated where there are fewer.
 *
 * @throws ReluctantError if the model has several inputs, or the shape of the rows is not that of its input
 */
export function fileFeeds(
  { inputMetadata, info: layers }: RandomlyFed,
  { shape, data }: NpyArray,
  asked = 1,
): readonly SessionFeeds[] {
  const [info] = inputMetadata;
  if (info === undefined || !info.isTensor || inputMetadata.length > 1) {
    const message = `--inputs takes the rows of one input, but the model has ${inputMetadata.length}`;
    throw new ReluctantError('invalid-option', message);
  }
  const columns = layers?.inputs ?? 0;
  const [declaredRows, ...declared] = info.shape.length === 0 && columns > 0 ? ['', columns] : info.shape;
  const [rows = 0, ...dims] = shape;
  const fits =
    dims.length === declared.length && declared.every((dim, axis) => typeof dim !== 'number' || dim === dims[axis]);
  if (!fits || rows === 0) {
    const expected = ['rows', ...declared.map((dim) => (dim === '' ? '?' : dim))].join(', ');
    const message = `--inputs must have the shape [${expected}], got [${shape.join(', ')}]`;
    throw new ReluctantError('invalid-option', message);
  }
  const step = typeof declaredRows === 'number' ? declaredRows : asked;
  const size = data.length / rows;
  const enough = repeated(data, step * size);
  return Array.from({ length: Math.max(1, Math.floor(rows / step)) }, (_, call) => ({
    [info.name]: tensorOf(
      info.type,
      enough.slice(call * step * size, (call + 1) * step * size),
      [step, ...dims],
      info.name,
    ),
  }));
}

/** The data, repeated until there are `least` elements. */
function repeated(data: NpyData, least: number): NpyData {
  if (data.length >= least) return data;
  if (data instanceof Float64Array) return Float64Array.from({ length: least }, (_, at) => data[at % data.length] ?? 0);
  const all = Array.from({ length: least }, (_, at) => data[at % data.length] ?? '');
  if (data instanceof BigInt64Array) return BigInt64Array.from(all.map(BigInt));
  return data instanceof BigUint64Array ? BigUint64Array.from(all.map(BigInt)) : all.map(String);
}
