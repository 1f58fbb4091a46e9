import { parseWith, ReluctantError } from '@reluctant/errors';
import * as z from 'zod';
import type { FeedForward } from './feed-forward.js';

/** The share of ReLU in force when a model runs. */
export interface ShareInForce {
  /** Share of ReLU in [0, 1]; `gate` = the gate, or a user's own activation, decides. */
  readonly share: number | 'gate';
  /** True to use the share for every z, whatever the model's domain (the ReLU tail of a switch does). */
  readonly domainAll: boolean;
}

/** A model with its weights, and the share in force: the input of `predict` and `exportOnnx`. */
export interface TrainedModel {
  readonly model: FeedForward;
  /** Flat, in the order of `parameterLayout`. */
  readonly parameters: Float32Array;
  /** The share in force at the last training step. Absent if unknown. */
  readonly inForce?: ShareInForce;
}

/** Metadata key that `encodeShareInForce` writes. */
export const inForceKey = 'in_force';

/** Schema of a {@link ShareInForce}. */
export const shareInForceSchema: z.ZodType<ShareInForce> = z.strictObject({
  share: z.union([z.number().min(0).max(1), z.literal('gate')]),
  domainAll: z.boolean(),
});

/** @throws ReluctantError if the share is out of range */
export function encodeShareInForce(inForce: ShareInForce): string {
  return JSON.stringify(parseWith(shareInForceSchema, inForce, { owner: 'the model', path: ['inForce'] }));
}

/** @throws ReluctantError (`invalid-file`) in one sentence if it is not a share in force */
export function decodeShareInForce(json: string): ShareInForce {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    const message = `safetensors: metadata key '${inForceKey}' must be JSON`;
    throw new ReluctantError('invalid-file', message, { path: ['__metadata__', inForceKey] });
  }
  return parseWith(shareInForceSchema, value, { owner: `safetensors: metadata key '${inForceKey}'`, of: 'file' });
}
