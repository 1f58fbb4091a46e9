import { printable, ReluctantError } from '@reluctant/errors';
import { decodeBestEpoch } from './best-epoch.js';
import {
  bestPrefix,
  type Checkpoint,
  type CheckpointVector,
  checkpointVectors,
  readCheckpointCount,
  vectorPrefixes,
} from './checkpoint.js';
import { floatTensors, requireKey } from './decode-model.js';
import { decodeSafetensors } from './decode-safetensors.js';
import type { FeedForward } from './feed-forward.js';
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
  const { spec, step, gate_step: gateStep, in_force: inForce, epoch, best, ...metadata } = file.metadata;
  const model = decodeFeedForward(requireKey(spec, 'spec'));
  const groups = emptyGroups();
  const bestGroups = emptyGroups();
  for (const [name, tensor] of floatTensors(file.tensors)) {
    const ofBest = best !== undefined && name.startsWith(bestPrefix);
    const own = ofBest ? name.slice(bestPrefix.length) : name;
    const vector = checkpointVectors.find((candidate) => own.startsWith(vectorPrefixes[candidate]));
    if (vector === undefined) {
      const message = `safetensors: tensor '${printable(name)}' is not part of a checkpoint`;
      throw new ReluctantError('invalid-file', message, { path: [name] });
    }
    const group = ofBest ? bestGroups[vector] : groups[vector];
    group.set(own.slice(vectorPrefixes[vector].length), tensor);
  }
  return {
    model,
    ...flatVectors(model, groups),
    step: readCheckpointCount(requireKey(step, 'step'), 'step'),
    ...(gateStep !== undefined && { gateStep: readCheckpointCount(gateStep, 'gate_step') }),
    ...(inForce !== undefined && { inForce: decodeShareInForce(inForce) }),
    epoch: readCheckpointCount(requireKey(epoch, 'epoch'), 'epoch'),
    ...(best !== undefined && { best: { ...decodeBestEpoch(best), ...flatVectors(model, bestGroups) } }),
    metadata,
  };
}

type Groups = Record<CheckpointVector, Map<string, NamedParameter>>;

function emptyGroups(): Groups {
  return { parameters: new Map(), m: new Map(), v: new Map() };
}

function flatVectors(model: FeedForward, { parameters, m, v }: Groups): Pick<Checkpoint, CheckpointVector> {
  return {
    parameters: flatParameters(model, parameters, 'invalid-file'),
    m: flatParameters(model, m, 'invalid-file'),
    v: flatParameters(model, v, 'invalid-file'),
  };
}
