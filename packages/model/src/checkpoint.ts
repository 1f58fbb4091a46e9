import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';
import type { FeedForward } from './feed-forward.js';
import { decodeFeedForward, encodeFeedForward } from './feed-forward-schema.js';
import { fromNamed, type NamedParameter, namedParameters } from './named-parameters.js';
import type { StoredTensor } from './safetensors-format.js';
import { floatTensors, requireKey, withReserved } from './saved-model.js';

/** Everything a training needs to go on where it stopped. All vectors are flat, in the order of `parameterLayout`. */
export interface Checkpoint {
  readonly model: FeedForward;
  readonly parameters: Float32Array;
  /** First moment estimates of Adam, not bias-corrected. */
  readonly m: Float32Array;
  /** Second moment estimates of Adam, not bias-corrected. */
  readonly v: Float32Array;
  /** Optimiser steps executed. */
  readonly step: number;
  /** Epochs finished. */
  readonly epoch: number;
  /** Further strings, e.g. the strategy and the run. The keys `spec`, `step` and `epoch` are taken. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Prefix of the tensors' names for each vector: `parameters/linear0.weight`, `adam.m/linear0.weight`, … */
const prefixes = { parameters: 'parameters/', m: 'adam.m/', v: 'adam.v/' } as const;

type Vector = keyof typeof prefixes;

const vectors: readonly Vector[] = ['parameters', 'm', 'v'];

/**
 * A safetensors file of a checkpoint: three tensors per parameter, and in the metadata `spec` (JSON), `step` and `epoch` (decimal).
 *
 * @throws Error when a vector is not of the model's size, a count is not one, or `metadata` has a key that is taken
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { model, step, epoch, metadata } = checkpoint;
  const tensors = new Map<string, StoredTensor>();
  for (const vector of vectors) {
    for (const [name, tensor] of namedParameters(model, checkpoint[vector]))
      tensors.set(prefixes[vector] + name, tensor);
  }
  const reserved = { spec: encodeFeedForward(model), step: String(step), epoch: String(epoch) };
  readCount(reserved.step, 'step');
  readCount(reserved.epoch, 'epoch');
  return encodeSafetensors({ tensors, metadata: withReserved(reserved, metadata) });
}

/**
 * A checkpoint from the bytes of {@link encodeCheckpoint}.
 *
 * @throws Error in one sentence when the file is broken, is no checkpoint, or its tensors are not its specification's
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const file = decodeSafetensors(bytes);
  const { spec, step, epoch, ...metadata } = file.metadata;
  const model = decodeFeedForward(requireKey(spec, 'spec'));
  const groups: Record<Vector, Map<string, NamedParameter>> = {
    parameters: new Map(),
    m: new Map(),
    v: new Map(),
  };
  for (const [name, tensor] of floatTensors(file.tensors)) {
    const vector = vectors.find((candidate) => name.startsWith(prefixes[candidate]));
    if (vector === undefined) throw new Error(`safetensors: tensor '${name}' is not part of a checkpoint`);
    groups[vector].set(name.slice(prefixes[vector].length), tensor);
  }
  return {
    model,
    parameters: fromNamed(model, groups.parameters),
    m: fromNamed(model, groups.m),
    v: fromNamed(model, groups.v),
    step: readCount(requireKey(step, 'step'), 'step'),
    epoch: readCount(requireKey(epoch, 'epoch'), 'epoch'),
    metadata,
  };
}

function readCount(text: string, key: string): number {
  const count = /^(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count)) throw new Error(`checkpoint, ${key}: expected a whole number, got '${text}'`);
  return count;
}
