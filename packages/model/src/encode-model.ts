import { encodeFeedForward } from './encode-feed-forward.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { namedParameters } from './named-parameters.js';
import { withReserved } from './reserved-metadata.js';
import type { TrainedModel } from './trained-model.js';
import { encodeShareInForce, inForceKey } from './trained-model.js';

/** The content that {@link encodeModel} writes. */
export interface EncodableModel extends TrainedModel {
  /** Further strings of the file. The keys `spec` and `in_force` are reserved. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The bytes of a safetensors file of a model: its tensors by their names (`linear0.weight`, …); in the metadata its
 * specification as JSON (`spec`) and, if known, the share in force (`in_force`). `decodeModel` reads it.
 *
 * @throws ReluctantError if the parameters do not match the model, the share is out of range, or `metadata` has a
 * reserved key
 */
export function encodeModel({ model, parameters, inForce, metadata = {} }: EncodableModel): Uint8Array<ArrayBuffer> {
  const reserved = { spec: encodeFeedForward(model), [inForceKey]: inForce && encodeShareInForce(inForce) };
  return encodeSafetensors({
    tensors: namedParameters(model, parameters),
    metadata: withReserved(reserved, metadata),
  });
}
