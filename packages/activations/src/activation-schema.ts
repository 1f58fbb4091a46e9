import * as z from 'zod';
import type { Gate, ModuleActivation, ShareUsage } from './activation.js';

// Bounds far beyond any practical net, so that a broken file cannot request excessive memory.
const gateSchema: z.ZodType<Gate> = z.strictObject({
  reads: z.enum(['layer', 'element', 'none']),
  hidden: z.int().min(1).max(4096),
  tau: z.number().positive(),
});

/**
 * Schema of a {@link ShareUsage} from a file or another machine: every field is required, unknown fields are refused.
 */
export const shareUsageSchema: z.ZodType<ShareUsage> = z.strictObject({
  use: z.enum(['sample', 'mix']),
  domain: z.enum(['all', 'negative']),
  positive: z.enum(['silu', 'relu', 'identity']),
  granularity: z.enum(['element', 'unit', 'layer']),
  gate: gateSchema.exactOptional(),
});

/** Schema of a {@link ModuleActivation} from a file or another machine. */
export const moduleActivationSchema: z.ZodType<ModuleActivation> = z.strictObject({
  name: z.string().min(1),
  module: z.string().min(1),
  options: z.record(z.string(), z.unknown()),
});
