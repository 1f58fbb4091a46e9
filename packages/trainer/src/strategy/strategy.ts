import type { ModuleActivation, ShareUsage } from '@reluctant/activations';

/** What is in force at one step: the share of ReLU, and where. */
export interface Leg {
  /** Share of ReLU in [0, 1]; `gate` = not set from outside: the gate, or a user's own activation, decides. */
  readonly share: number | 'gate';
  /** True to use domain `all` whatever the usage says. */
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

/** Share p(s) = from + (to − from)·f(s/(N−1)) with f(x) = x (linear) or (1 − cos πx)/2 (cosine); exactly `to` at the last step. */
export interface Anneal {
  readonly kind: 'anneal';
  /** Share at the first step. */
  readonly from: number;
  /** Share at the last step. */
  readonly to: number;
  readonly shape: 'linear' | 'cosine';
}

/** A strategy as it stands in `config.json`: its unique name, what it is (`strategy`), and every option with its value. */
export type ResolvedStrategy = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly strategy: string;
};

/**
 * A strategy, as plain data that can go to another thread: what an engine must know before it starts (the usage), and the share
 * over time.
 */
export interface Strategy {
  /** Unique and stable: what it is with its options that are not default, e.g. `stoch:share=0.3`; or the label it was given. */
  readonly name: string;
  readonly usage: ShareUsage | ModuleActivation;
  readonly schedule: StrategySchedule;
  readonly resolved: ResolvedStrategy;
}
