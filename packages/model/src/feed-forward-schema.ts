import type { Gate, ModuleActivation, ShareUsage } from '@reluctant/activations';
import { parseWith, ReluctantError } from '@reluctant/errors';
import * as z from 'zod';
import { feedForwardVersion } from './encode-feed-forward.js';
import type { FeedForward } from './feed-forward.js';

// Bounds that no sane net reaches, so that a broken file cannot ask for the impossible. Memory is bounded by the file itself.
const width = z
  .int()
  .min(1)
  .max(2 ** 24);
const maximumLayers = 1024;

const gate: z.ZodType<Gate> = z.strictObject({
  reads: z.enum(['layer', 'element', 'none']),
  hidden: z.int().min(1).max(4096),
  tau: z.number().positive(),
});

const shareUsage = z.strictObject({
  use: z.enum(['sample', 'mix']),
  domain: z.enum(['all', 'negative']),
  positive: z.enum(['silu', 'relu', 'identity']),
  granularity: z.enum(['element', 'unit', 'layer']),
  gate: gate.exactOptional(),
}) satisfies z.ZodType<ShareUsage>;

const moduleActivation = z.strictObject({
  name: z.string().min(1),
  module: z.string().min(1),
  options: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<ModuleActivation>;

const shape = {
  inputs: width,
  layers: z
    .array(z.strictObject({ kind: z.literal('dense'), out: width }))
    .min(1)
    .max(maximumLayers),
  activation: z.union([shareUsage, moduleActivation]),
};

/** Schema of a {@link FeedForward}: widths 1 … 2^24, 1 … 1024 layers, unknown keys refused. */
export const feedForwardSchema: z.ZodType<FeedForward> = z.strictObject(shape);

const fileSchema = z.strictObject({ version: z.literal(feedForwardVersion), ...shape });

/**
 * A specification from the JSON of a file.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence that names the field, for anything but a whole specification of this version
 */
export function decodeFeedForward(json: string): FeedForward {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ReluctantError('invalid-file', 'model specification: expected JSON, got something else');
  }
  const { version: _, ...model } = parseWith(fileSchema, value, { owner: 'model specification', of: 'file' });
  return model;
}
