import { parseWith } from '@reluctant/errors';
import type { z } from 'zod';
import type { Activation } from './activation.js';
import { defaultGate, defaultPlace } from './blocks.js';
import {
  type ActivationOptions,
  gumbelStochOptionsSchema,
  learnableStochOptionsSchema,
  noOptionsSchema,
  stochOptionsSchema,
} from './options.js';

/** The names of the built-in activations. */
export type ActivationName = keyof ActivationOptions;

/** A named activation: description, options schema, constructor. */
export interface NamedActivation {
  readonly name: ActivationName;
  /** One line for help texts. */
  readonly description: string;
  /** Schema of its options, every one with a default. */
  readonly options: z.ZodType;
  /** @throws ReluctantError in one sentence for an unknown or out-of-range option */
  readonly create: (options?: unknown) => Activation;
}

function assemble<Options>(
  name: ActivationName,
  description: string,
  schema: z.ZodType<Options>,
  build: (options: Options) => Omit<Activation, 'name'>,
): NamedActivation {
  return {
    name,
    description,
    options: schema,
    create: (options = {}) => ({ name, ...build(parseWith(schema, options, { owner: name })) }),
  };
}

/** The five activations of the post, each one point of the space: share × use × domain × granularity. */
export const activations: Readonly<Record<ActivationName, NamedActivation>> = {
  relu: assemble('relu', 'max(0, z): a share of 1', noOptionsSchema, () => ({
    share: 1,
    use: 'sample',
    ...defaultPlace,
  })),
  silu: assemble('silu', 'z·σ(z): a share of 0', noOptionsSchema, () => ({
    share: 0,
    use: 'sample',
    ...defaultPlace,
  })),
  stoch: assemble(
    'stoch',
    "relu with probability `share`, else silu (the paper's p is 1 − share)",
    stochOptionsSchema,
    ({ share, ...usage }) => ({ share, ...usage }),
  ),
  learnable_stoch: assemble(
    'learnable_stoch',
    'p·relu + (1 − p)·silu, p from a trained gate',
    learnableStochOptionsSchema,
    ({ reads, hidden, ...place }) => ({
      share: 'gate',
      use: 'mix',
      ...defaultPlace,
      ...place,
      gate: { ...defaultGate, reads, hidden },
    }),
  ),
  gumbel_stoch: assemble(
    'gumbel_stoch',
    'relu or silu, sampled by a trained gate (Gumbel straight-through)',
    gumbelStochOptionsSchema,
    ({ reads, hidden, tau, ...place }) => ({ share: 'gate', use: 'sample', ...place, gate: { reads, hidden, tau } }),
  ),
};
