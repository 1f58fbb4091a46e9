import type { Domain, GateReads, Granularity, PositiveBranch, ShareUse } from './activation.js';
import { defaultGate, defaultPlace } from './blocks.js';
import { numberWithin, type OptionRules, oneOf, optionReader } from './option-rules.js';

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

const placeRules: OptionRules<PlaceOptions> = {
  domain: oneOf(['all', 'negative'], defaultPlace.domain),
  positive: oneOf(['silu', 'relu', 'identity'], defaultPlace.positive),
};
const granularityRule = oneOf<Granularity>(['element', 'unit', 'layer'], defaultPlace.granularity);
const stochRules: OptionRules<StochOptions> = {
  share: numberWithin({ atLeast: 0, atMost: 1 }, 0.5),
  use: oneOf(['sample', 'mix'], 'sample'),
  ...placeRules,
  granularity: granularityRule,
};
const learnableRules: OptionRules<LearnableStochOptions> = {
  ...placeRules,
  reads: oneOf(['layer', 'element', 'none'], defaultGate.reads),
  hidden: numberWithin({ atLeast: 1, atMost: 4096, whole: true }, defaultGate.hidden),
};
const gumbelRules: OptionRules<GumbelStochOptions> = {
  ...learnableRules,
  granularity: granularityRule,
  tau: numberWithin({ above: 0 }, defaultGate.tau),
};

/** Checks that there are no options. */
export function parseNoOptions(owner: 'relu' | 'silu', given: unknown): NoOptions {
  optionReader<NoOptions>(owner, given, {});
  return {};
}

/** Options of `stoch`, checked, every absent one with its default. */
export function parseStochOptions(given: unknown): StochOptions {
  const read = optionReader('stoch', given, stochRules);
  return {
    share: read('share'),
    use: read('use'),
    domain: read('domain'),
    positive: read('positive'),
    granularity: read('granularity'),
  };
}

/** Options of `learnable_stoch`, checked, every absent one with its default. */
export function parseLearnableStochOptions(given: unknown): LearnableStochOptions {
  const read = optionReader('learnable_stoch', given, learnableRules);
  return { domain: read('domain'), positive: read('positive'), reads: read('reads'), hidden: read('hidden') };
}

/** Options of `gumbel_stoch`, checked, every absent one with its default. */
export function parseGumbelStochOptions(given: unknown): GumbelStochOptions {
  const read = optionReader('gumbel_stoch', given, gumbelRules);
  return {
    domain: read('domain'),
    positive: read('positive'),
    reads: read('reads'),
    hidden: read('hidden'),
    granularity: read('granularity'),
    tau: read('tau'),
  };
}
