import { printable, ReluctantError } from '@reluctant/errors';
import { decodeSafetensors } from './decode-safetensors.js';
import { decodeFeedForward } from './feed-forward-schema.js';
import { flatParameters, type NamedParameter } from './named-parameters.js';
import type { StoredTensor } from './safetensors-format.js';
import type { TrainedModel } from './trained-model.js';
import { decodeShareInForce } from './trained-model.js';

/** The result of {@link decodeModel}. */
export interface DecodedModel extends TrainedModel {
  /** Further strings of the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * A model from the bytes of `encodeModel`.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence if the file is damaged, is not a model, or its tensors do not
 * match its specification
 */
export function decodeModel(bytes: Uint8Array): DecodedModel {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { spec, in_force: inForce, ...rest } = metadata;
  const model = decodeFeedForward(requireKey(spec, 'spec'));
  return {
    model,
    parameters: flatParameters(model, floatTensors(tensors), 'invalid-file'),
    ...(inForce !== undefined && { inForce: decodeShareInForce(inForce) }),
    metadata: rest,
  };
}

/** @throws ReluctantError (`invalid-file`) if a metadata key is absent */
export function requireKey(value: string | undefined, key: string): string {
  if (value !== undefined) return value;
  const message = `safetensors: metadata key '${key}' is missing, so this is not a file of this kind`;
  throw new ReluctantError('invalid-file', message, { path: ['__metadata__', key] });
}

/**
 * Tensors, all of which must be F32.
 *
 * @throws ReluctantError (`invalid-file`) that names the first other tensor
 */
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
