import { printable, ReluctantError } from '@reluctant/errors';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeFeedForward } from './encode-feed-forward.js';
import { encodeSafetensors } from './encode-safetensors.js';
import type { FeedForward } from './feed-forward.js';
import { decodeFeedForward } from './feed-forward-schema.js';
import { fromNamed, type NamedParameter, namedParameters } from './named-parameters.js';
import { withReserved } from './reserved-metadata.js';
import type { StoredTensor } from './safetensors-format.js';

/** A model with its weights, as a file holds it. */
export interface SavedModel {
  readonly model: FeedForward;
  /** Flat, in the order of `parameterLayout`. */
  readonly parameters: Float32Array;
  /** Further strings of the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

const specKey = 'spec';

/**
 * A safetensors file of a model: its tensors by their names (`linear0.weight`, …), its specification as JSON under the metadata key `spec`.
 *
 * @param metadata - further strings; the key `spec` is taken
 * @throws ReluctantError when the parameters are not the model's, or `metadata` has a key `spec`
 */
export function saveModel(
  model: FeedForward,
  parameters: Float32Array,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  return encodeSafetensors({
    tensors: namedParameters(model, parameters),
    metadata: withReserved({ [specKey]: encodeFeedForward(model) }, metadata),
  });
}

/**
 * A model from the bytes of {@link saveModel}.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence when the file is broken, is no model, or its tensors are not its specification's
 */
export function loadModel(bytes: Uint8Array): SavedModel {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { [specKey]: spec, ...rest } = metadata;
  const model = decodeFeedForward(requireKey(spec, specKey));
  return { model, parameters: fromNamed(model, floatTensors(tensors), 'invalid-file'), metadata: rest };
}

/** @throws ReluctantError (`invalid-file`) when a metadata key is absent */
export function requireKey(value: string | undefined, key: string): string {
  if (value !== undefined) return value;
  const message = `safetensors: metadata key '${key}' is missing, so this is not a file of this kind`;
  throw new ReluctantError('invalid-file', message, { path: ['__metadata__', key] });
}

/** Tensors that must all be F32. @throws ReluctantError (`invalid-file`) that names the first that is not */
export function floatTensors(tensors: ReadonlyMap<string, StoredTensor>): Map<string, NamedParameter> {
  return new Map(
    Array.from(tensors, ([name, { shape, data }]) => {
      if (!(data instanceof Float32Array)) {
        const message = `safetensors: tensor '${printable(name)}' must be of type F32`;
        throw new ReluctantError('invalid-file', message, { path: [name] });
      }
      return [name, { shape, data }];
    }),
  );
}
