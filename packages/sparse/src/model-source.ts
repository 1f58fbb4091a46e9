import { invalidArgument } from '@reluctant/errors';
import type { SharedModel, SparseSessionOptions } from './sparse-session.js';

/** Where a model comes from: bytes, or an address to read once. */
export type ModelSource = string | URL | Uint8Array;

/** The arguments of `SparseSession.create` as one source and its options. */
export function readSource(
  source: unknown,
  first: unknown,
  second: unknown,
  third: unknown,
): { readonly source: ModelSource | SharedModel; readonly options: SparseSessionOptions } {
  if (isSharedModel(source)) return { source, options: optionsOf(first) };
  if (typeof source === 'string' || source instanceof URL) return { source, options: optionsOf(first) };
  if (ArrayBuffer.isView(source)) {
    // Nothing, or a view whose memory was transferred: it cannot be looked into again.
    if (source.byteLength === 0) return { source: new Uint8Array(), options: optionsOf(first) };
    const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    return { source: bytes, options: optionsOf(first) };
  }
  if (!isBuffer(source)) throw invalidArgument('source', 'a path, a URL, or the bytes of an ONNX file', source);
  if (typeof first !== 'number') return { source: new Uint8Array(source), options: optionsOf(first) };
  const length = typeof second === 'number' ? second : source.byteLength - first;
  if (!(Number.isSafeInteger(first) && first >= 0 && first <= source.byteLength))
    throw invalidArgument('byteOffset', `a whole number from 0 to ${source.byteLength}`, first);
  if (!(Number.isSafeInteger(length) && length >= 0 && first + length <= source.byteLength))
    throw invalidArgument('byteLength', `a whole number from 0 to ${source.byteLength - first}`, length);
  return {
    source: new Uint8Array(source, first, length),
    options: optionsOf(typeof second === 'number' || second === undefined ? third : second),
  };
}

/** True for memory without a view, shared or not. */
export function isBuffer(value: unknown): value is ArrayBufferLike {
  const shared = typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer;
  return value instanceof ArrayBuffer || shared;
}

function optionsOf(options: unknown): SparseSessionOptions {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null) throw invalidArgument('options', 'an object', options);
  return options;
}

/** True for what `SparseSession.share` made, in this worker or another. */
export function isSharedModel(source: unknown): source is SharedModel {
  const kind = typeof source === 'object' && source !== null && 'kind' in source ? source.kind : undefined;
  return kind === ('reluctant-shared-model' satisfies SharedModel['kind']);
}
