import * as z from 'zod';
import type { Domain, GateReads, Granularity, PositiveBranch, ShareUse } from './activation.js';
import { defaultGate, defaultPlace } from './blocks.js';

/** Options of `relu` and `silu`: none. */
export type NoOptions = Record<string, never>;

/** Where the choice is made. */
export interface PlaceOptions {
  /** Default `all`. */
  readonly domain: Domain;
  /** Branch of z ≥ 0 with domain `negative`. Default `silu`. */
  readonly positive: PositiveBranch;
}

/** Options of `stoch`. */
export interface StochOptions extends PlaceOptions {
  /** Share of ReLU in [0, 1], default 0.5. The paper's p (the probability of SiLU) is 1 − share. */
  readonly share: number;
  /** Default `sample`. */
  readonly use: ShareUse;
  /** Default `element`. */
  readonly granularity: Granularity;
}

/** Options of `learnable_stoch`. */
export interface LearnableStochOptions extends PlaceOptions {
  /** Default `element`, the post's α(x); see docs/assumptions.md. */
  readonly reads: GateReads;
  /** Units of the gate's hidden layer, at least 1, default 8. Has no effect with `reads: 'none'`. */
  readonly hidden: number;
}

/** Options of `gumbel_stoch`. */
export interface GumbelStochOptions extends LearnableStochOptions {
  /** Granularity of the noise, default `element`. */
  readonly granularity: Granularity;
  /** Temperature of the soft choice, above 0, default 1. */
  readonly tau: number;
}

/** Options that `createActivation` takes, by the name of the activation; each is optional. */
export interface ActivationOptions {
  readonly relu: NoOptions;
  readonly silu: NoOptions;
  readonly stoch: Partial<StochOptions>;
  readonly learnable_stoch: Partial<LearnableStochOptions>;
  readonly gumbel_stoch: Partial<GumbelStochOptions>;
}

const place = {
  domain: z.enum(['all', 'negative']).default(defaultPlace.domain),
  positive: z.enum(['silu', 'relu', 'identity']).default(defaultPlace.positive),
};
const granularity = z.enum(['element', 'unit', 'layer']).default(defaultPlace.granularity);
const gate = {
  reads: z.enum(['layer', 'element', 'none']).default(defaultGate.reads),
  hidden: z.int().min(1).max(4096).default(defaultGate.hidden),
};

/** Schema of {@link NoOptions}. */
export const noOptionsSchema: z.ZodType<NoOptions> = z.strictObject({});

/** Schema of {@link StochOptions}. */
export const stochOptionsSchema: z.ZodType<StochOptions> = z.strictObject({
  share: z.number().min(0).max(1).default(0.5),
  use: z.enum(['sample', 'mix']).default('sample'),
  ...place,
  granularity,
});

/** Schema of {@link LearnableStochOptions}. */
export const learnableStochOptionsSchema: z.ZodType<LearnableStochOptions> = z.strictObject({ ...place, ...gate });

/** Schema of {@link GumbelStochOptions}. */
export const gumbelStochOptionsSchema: z.ZodType<GumbelStochOptions> = z.strictObject({
  ...place,
  ...gate,
  granularity,
  tau: z.number().positive().default(defaultGate.tau),
});
