import { moduleActivationSchema, shareUsageSchema } from '@reluctant/activations';
import { parseWith, ReluctantError } from '@reluctant/errors';
import * as z from 'zod';
import { feedForwardVersion } from './encode-feed-forward.js';
import type { FeedForward, FeedForwardLayers } from './feed-forward.js';

// Bounds far beyond any practical net, so that a broken file cannot request excessive memory. Memory is bounded by the
// file size itself.
const width = z
  .int()
  .min(1)
  .max(2 ** 24);
const maximumLayers = 1024;

const netShape = {
  inputs: width,
  layers: z
    .array(z.strictObject({ kind: z.literal('dense'), out: width }))
    .min(1)
    .max(maximumLayers),
};

const shape = {
  ...netShape,
  activation: z.union([shareUsageSchema, moduleActivationSchema]),
  outputs: z.literal('values').exactOptional(),
};

/** Schema of the layers of a {@link FeedForward} without its activation, as shared by the strategies of a study. */
export const feedForwardLayersSchema: z.ZodType<FeedForwardLayers> = z.strictObject(netShape);

/** Schema of a {@link FeedForward}: widths 1 … 2^24, 1 … 1024 layers, unknown keys refused. */
export const feedForwardSchema: z.ZodType<FeedForward> = z.strictObject(shape);

const fileSchema = z.strictObject({ version: z.literal(feedForwardVersion), ...shape });

/**
 * A specification from the JSON of a file.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence that names the field, for anything but a complete
 * specification of this version
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
