import type { Domain, Gate, GateReads, Granularity, PositiveBranch } from './activation.js';

/** Where the choice is made and at which granularity, with defaults. */
export const defaultPlace: {
  readonly domain: Domain;
  readonly positive: PositiveBranch;
  readonly granularity: Granularity;
} = { domain: 'all', positive: 'silu', granularity: 'element' };

/** The default gate: reads each z by itself, as α(x) in the post; 8 hidden units, temperature 1. */
export const defaultGate: Gate = { reads: 'element' satisfies GateReads, hidden: 8, tau: 1 };
