import type { Domain, Granularity, PositiveBranch, ShareUse } from '@reluctant/activations';
import * as z from 'zod';

/** An activation inside a strategy: its name, or an object with its name and options. */
export type ActivationSetting = string | { readonly name: string; readonly [option: string]: unknown };

/** Options of `switch`: `from` until the last round(tail·N) steps, then `to`. */
export interface SwitchOptions {
  /** Default `silu`. */
  readonly from: ActivationSetting;
  /** Default `relu`. */
  readonly to: ActivationSetting;
  /** Share of the steps that come last, in [0, 1], default 0.1; the paper's alpha. */
  readonly tail: number;
}

/** Options of `alternate`: `from` and `to` in turn. */
export interface AlternateOptions {
  /** Default `silu`. */
  readonly from: ActivationSetting;
  /** Default `relu`. */
  readonly to: ActivationSetting;
  /** Number of steps or epochs between two changes, at least 1. Default 1. */
  readonly every: number;
  /** Default `epoch`. */
  readonly unit: 'step' | 'epoch';
}

/** Options of `anneal`: the share changes gradually from one value to another. */
export interface AnnealOptions {
  /** Share of ReLU at the first step; `silu` is 0 (the default), `relu` is 1. */
  readonly from: 'silu' | 'relu' | number;
  /** Share of ReLU at the last step, exactly. Default `relu`. */
  readonly to: 'silu' | 'relu' | number;
  /** Default `linear`. */
  readonly shape: 'linear' | 'cosine';
  /** Default `sample`; `mix` blends both branches without sampling. */
  readonly use: ShareUse;
  /** Default `all`. */
  readonly domain: Domain;
  /** Default `silu`. */
  readonly positive: PositiveBranch;
  /** Default `element`. */
  readonly granularity: Granularity;
}

/** Options of `dropout`: an activation whose outputs are dropped, in training and, as MC dropout, in evaluations. */
export interface DropoutOptions {
  /** Default `relu`. */
  readonly activation: ActivationSetting;
  /** Probability of dropping, in [0, 1). Default 0.1. */
  readonly rate: number;
}

const activation = z.union([z.string().min(1), z.looseObject({ name: z.string().min(1) })], {
  error: 'expected an activation: its name, or an object with a name and its options',
});

const share = z.union([z.enum(['silu', 'relu']), z.number().min(0).max(1)], {
  error: 'expected silu, relu or a share of ReLU from 0 to 1',
});

/** Schema of {@link SwitchOptions}. */
export const switchSchema: z.ZodType<SwitchOptions> = z.strictObject({
  from: activation.default('silu'),
  to: activation.default('relu'),
  tail: z.number().min(0).max(1).default(0.1),
});

/** Schema of {@link AlternateOptions}. */
export const alternateSchema: z.ZodType<AlternateOptions> = z.strictObject({
  from: activation.default('silu'),
  to: activation.default('relu'),
  every: z.int().min(1).default(1),
  unit: z.enum(['step', 'epoch']).default('epoch'),
});

/** Schema of {@link AnnealOptions}. */
export const annealSchema: z.ZodType<AnnealOptions> = z.strictObject({
  from: share.default('silu'),
  to: share.default('relu'),
  shape: z.enum(['linear', 'cosine']).default('linear'),
  use: z.enum(['sample', 'mix']).default('sample'),
  domain: z.enum(['all', 'negative']).default('all'),
  positive: z.enum(['silu', 'relu', 'identity']).default('silu'),
  granularity: z.enum(['element', 'unit', 'layer']).default('element'),
});

/** Schema of {@link DropoutOptions}. */
export const dropoutSchema: z.ZodType<DropoutOptions> = z.strictObject({
  activation: activation.default('relu'),
  rate: z.number().min(0).lt(1).default(0.1),
});

/** Schema of a user's activation module: its path; all further options belong to the module. */
export const moduleSchema: z.ZodType<{ readonly path: string; readonly [option: string]: unknown }> = z.looseObject({
  path: z.string().min(1),
});
