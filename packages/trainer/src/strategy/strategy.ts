import type { ModuleActivation, ShareUsage } from '@reluctant/activations';
import { moduleActivationSchema, shareUsageSchema } from '@reluctant/activations';
import * as z from 'zod';
import { strategyNameFault } from './strategy-name.js';

/** What is in force at one step: the share of ReLU and its domain. */
export interface Leg {
  /** Share of ReLU in [0, 1]; `gate` means not set from outside: the gate, or a user's activation module, decides. */
  readonly share: number | 'gate';
  /** True to use domain `all` instead of the usage's. */
  readonly domainAll: boolean;
}

/** The share over the steps of a training, as plain data. Only `planShares` reads it; engines see numbers. */
export type StrategySchedule = ConstantLeg | Switch | Alternate | Anneal;

/** The same at every step. */
export interface ConstantLeg {
  readonly kind: 'constant';
  readonly leg: Leg;
}

/** `from` until the last round(tail·N) of N steps, then `to`. */
export interface Switch {
  readonly kind: 'switch';
  readonly from: Leg;
  readonly to: Leg;
  /** Share of the steps in [0, 1] that come last; the paper's alpha. */
  readonly tail: number;
}

/** `from` and `to` in turn, each for `every` steps or epochs. */
export interface Alternate {
  readonly kind: 'alternate';
  readonly from: Leg;
  readonly to: Leg;
  /** At least 1. */
  readonly every: number;
  readonly unit: 'step' | 'epoch';
}

/**
 * Share p(s) = from + (to − from)·f(s/(N−1)) with f(x) = x (linear) or (1 − cos πx)/2 (cosine); exactly `to` at the
 * last step.
 */
export interface Anneal {
  readonly kind: 'anneal';
  /** Share at the first step. */
  readonly from: number;
  /** Share at the last step. */
  readonly to: number;
  readonly shape: 'linear' | 'cosine';
}

/**
 * A strategy as plain data, which can be stored in a file or sent to another thread: the usage, which an engine needs
 * to compile, and the schedule of the share. {@link parseStrategy} returns it for a user's setting.
 */
export interface Strategy {
  /** Unique and stable: its kind with the options that are not default, e.g. `stoch:share=0.3`, or its label. */
  readonly name: string;
  /** Its kind: the name of an activation, or `switch`, `alternate`, `anneal`, `dropout`, `module`. */
  readonly strategy: string;
  /** Every option with its value, in the form that a user writes. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly usage: ShareUsage | ModuleActivation;
  readonly schedule: StrategySchedule;
  /** Rate of dropout on hidden activations, in training and in evaluations (MC dropout). Default 0. */
  readonly dropout?: number;
}

const share = z.number().min(0).max(1);
const leg = z.strictObject({ share: z.union([share, z.literal('gate')]), domainAll: z.boolean() });

const scheduleSchema: z.ZodType<StrategySchedule> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), leg }),
  z.strictObject({ kind: z.literal('switch'), from: leg, to: leg, tail: share }),
  z.strictObject({
    kind: z.literal('alternate'),
    from: leg,
    to: leg,
    every: z.int().min(1),
    unit: z.enum(['step', 'epoch']),
  }),
  z.strictObject({ kind: z.literal('anneal'), from: share, to: share, shape: z.enum(['linear', 'cosine']) }),
]);

/** Checks a {@link Strategy} from a file or another machine: all fields are required, unknown ones are refused. */
export const strategySchema: z.ZodType<Strategy> = z.strictObject({
  name: z.string().refine((name) => strategyNameFault(name) === undefined, {
    error: ({ input }) => `must ${strategyNameFault(String(input))}`,
  }),
  strategy: z.string().min(1),
  options: z.record(z.string(), z.unknown()),
  usage: z.union([shareUsageSchema, moduleActivationSchema]),
  schedule: scheduleSchema,
  dropout: z.number().min(0).lt(1).exactOptional(),
});
