import { type Checkpoint, checkpointVectors, readCheckpointCount, vectorPrefixes } from './checkpoint.js';
import { encodeFeedForward } from './encode-feed-forward.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { namedParameters } from './named-parameters.js';
import { withReserved } from './reserved-metadata.js';
import type { StoredTensor } from './safetensors-format.js';

/**
 * A safetensors file of a checkpoint: three tensors per parameter, and in the metadata `spec` (JSON), `step` and `epoch` (decimal).
 *
 * @throws ReluctantError when a vector is not of the model's size, a count is not one, or `metadata` has a key that is taken
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { model, step, epoch, metadata } = checkpoint;
  const tensors = new Map<string, StoredTensor>();
  for (const vector of checkpointVectors) {
    for (const [name, tensor] of namedParameters(model, checkpoint[vector]))
      tensors.set(vectorPrefixes[vector] + name, tensor);
  }
  const reserved = { spec: encodeFeedForward(model), step: String(step), epoch: String(epoch) };
  readCheckpointCount(reserved.step, 'step', 'invalid-argument');
  readCheckpointCount(reserved.epoch, 'epoch', 'invalid-argument');
  return encodeSafetensors({ tensors, metadata: withReserved(reserved, metadata) });
}
