import { bestKey, encodeBestEpoch } from './best-epoch.js';
import { bestPrefix, type Checkpoint, checkpointVectors, readCheckpointCount, vectorPrefixes } from './checkpoint.js';
import { encodeFeedForward } from './encode-feed-forward.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { namedParameters } from './named-parameters.js';
import { withReserved } from './reserved-metadata.js';
import type { StoredTensor } from './safetensors-format.js';
import { encodeShareInForce, inForceKey } from './trained-model.js';

/**
 * A safetensors file of a checkpoint: three tensors per parameter, three more with a best epoch, and in the metadata
 * `spec`, `in_force` and `best` (JSON), `step`, `epoch` and with gates `gate_step` (decimal).
 *
 * @throws ReluctantError if a vector does not have the model's size, a count is invalid, or `metadata` has a reserved
 * key
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { model, inForce, step, gateStep, epoch, best, metadata } = checkpoint;
  const tensors = new Map<string, StoredTensor>();
  for (const vector of checkpointVectors) {
    for (const [name, tensor] of namedParameters(model, checkpoint[vector]))
      tensors.set(vectorPrefixes[vector] + name, tensor);
    if (best === undefined) continue;
    for (const [name, tensor] of namedParameters(model, best[vector]))
      tensors.set(bestPrefix + vectorPrefixes[vector] + name, tensor);
  }
  const reserved = {
    ...{ spec: encodeFeedForward(model), step: String(step), epoch: String(epoch) },
    gate_step: gateStep === undefined ? undefined : String(gateStep),
    [inForceKey]: inForce && encodeShareInForce(inForce),
    [bestKey]: best && encodeBestEpoch(best),
  };
  if (reserved.gate_step !== undefined) readCheckpointCount(reserved.gate_step, 'gate_step', 'invalid-argument');
  readCheckpointCount(reserved.step, 'step', 'invalid-argument');
  readCheckpointCount(reserved.epoch, 'epoch', 'invalid-argument');
  return encodeSafetensors({ tensors, metadata: withReserved(reserved, metadata) });
}
