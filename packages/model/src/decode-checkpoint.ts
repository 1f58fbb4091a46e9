import { printable, ReluctantError } from '@reluctant/errors';
import {
  type Checkpoint,
  type CheckpointVector,
  checkpointVectors,
  readCheckpointCount,
  vectorPrefixes,
} from './checkpoint.js';
import { floatTensors, requireKey } from './decode-model.js';
import { decodeSafetensors } from './decode-safetensors.js';
import { decodeFeedForward } from './feed-forward-schema.js';
import { flatParameters, type NamedParameter } from './named-parameters.js';
import { decodeShareInForce } from './trained-model.js';

/**
 * A checkpoint from the bytes of `encodeCheckpoint`. Older files have no separate step count for gates; an absent
 * `gateStep` means that every step counts.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence if the file is damaged, is not a checkpoint, or its tensors
 * do not match its specification
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const file = decodeSafetensors(bytes);
  const { spec, step, gate_step: gateStep, in_force: inForce, epoch, ...metadata } = file.metadata;
  const model = decodeFeedForward(requireKey(spec, 'spec'));
  const groups: Record<CheckpointVector, Map<string, NamedParameter>> = {
    parameters: new Map(),
    m: new Map(),
    v: new Map(),
  };
  for (const [name, tensor] of floatTensors(file.tensors)) {
    const vector = checkpointVectors.find((candidate) => name.startsWith(vectorPrefixes[candidate]));
    if (vector === undefined) {
      const message = `safetensors: tensor '${printable(name)}' is not part of a checkpoint`;
      throw new ReluctantError('invalid-file', message, { path: [name] });
    }
    groups[vector].set(name.slice(vectorPrefixes[vector].length), tensor);
  }
  return {
    model,
    parameters: flatParameters(model, groups.parameters, 'invalid-file'),
    m: flatParameters(model, groups.m, 'invalid-file'),
    v: flatParameters(model, groups.v, 'invalid-file'),
    step: readCheckpointCount(requireKey(step, 'step'), 'step'),
    ...(gateStep !== undefined && { gateStep: readCheckpointCount(gateStep, 'gate_step') }),
    ...(inForce !== undefined && { inForce: decodeShareInForce(inForce) }),
    epoch: readCheckpointCount(requireKey(epoch, 'epoch'), 'epoch'),
    metadata,
  };
}
