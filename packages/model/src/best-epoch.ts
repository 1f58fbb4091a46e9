import { parseWith, ReluctantError } from '@reluctant/errors';
import * as z from 'zod';
import { type ShareInForce, shareInForceSchema } from './trained-model.js';

/** The epoch of a training with the lowest validation loss so far, and the state after it. */
export interface BestEpoch {
  /** From 1; the first one of equal losses. */
  readonly epoch: number;
  readonly validationLoss: number;
  /** As in a `Checkpoint`, after this epoch. */
  readonly step: number;
  readonly gateStep?: number;
  readonly inForce?: ShareInForce;
  readonly parameters: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
}

/** The part of a {@link BestEpoch} that stands in the metadata of a file. */
type BestMetadata = Omit<BestEpoch, 'parameters' | 'm' | 'v'>;

/** Metadata key of {@link encodeBestEpoch}. */
export const bestKey = 'best';

const schema: z.ZodType<BestMetadata> = z.strictObject({
  epoch: z.int().min(1),
  validationLoss: z.number(),
  step: z.int().min(0),
  gateStep: z.int().min(0).exactOptional(),
  inForce: shareInForceSchema.exactOptional(),
});

/** JSON of everything but the vectors. @throws ReluctantError if a count or the loss is out of range */
export function encodeBestEpoch({ epoch, validationLoss, step, gateStep, inForce }: BestEpoch): string {
  const metadata = {
    ...{ epoch, validationLoss, step },
    ...(gateStep !== undefined && { gateStep }),
    ...(inForce && { inForce: { share: inForce.share, domainAll: inForce.domainAll } }),
  };
  return JSON.stringify(parseWith(schema, metadata, { owner: 'the checkpoint', path: ['best'] }));
}

/** @throws ReluctantError (`invalid-file`) in one sentence if it is not what {@link encodeBestEpoch} writes */
export function decodeBestEpoch(json: string): BestMetadata {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    const message = `safetensors: metadata key '${bestKey}' must be JSON`;
    throw new ReluctantError('invalid-file', message, { path: ['__metadata__', bestKey] });
  }
  return parseWith(schema, value, { owner: `safetensors: metadata key '${bestKey}'`, of: 'file' });
}
