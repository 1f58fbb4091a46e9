import { parseWith, ReluctantError } from '@reluctant/errors';
import * as z from 'zod';
import type { ShareInForce } from './trained-model.js';

/** Metadata key that `encodeShareInForce` writes. */
export const inForceKey = 'in_force';

const schema: z.ZodType<ShareInForce> = z.strictObject({
  share: z.union([z.number().min(0).max(1), z.literal('gate')]),
  domainAll: z.boolean(),
});

/** @throws ReluctantError if the share is out of range */
export function encodeShareInForce(inForce: ShareInForce): string {
  return JSON.stringify(parseWith(schema, inForce, { owner: 'the model', path: ['inForce'] }));
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
  return parseWith(schema, value, { owner: `safetensors: metadata key '${inForceKey}'`, of: 'file' });
}
