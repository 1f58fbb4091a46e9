/** How a share of ReLU is used: choose one branch at random, or blend both. */
export type ShareUse = 'sample' | 'mix';

/** Where the choice is made: for every z, or only where z < 0. */
export type Domain = 'all' | 'negative';

/**
 * The fixed branch taken by z ≥ 0, −0 and NaN when the domain is `negative`. The text of the paper available to us
 * fixes the choice for x < 0 only; `silu` as the default is our decision.
 */
export type PositiveBranch = 'silu' | 'relu' | 'identity';

/** How finely a sample is drawn: for each element, once per unit and batch, or once per layer and batch. */
export type Granularity = 'element' | 'unit' | 'layer';

/**
 * What a gate reads: each scalar z by itself, the post's α(x) (`element`, one share per element), the row's whole layer
 * of pre-activations (`layer`, one share per row for all units), or nothing (`none`, one learned share for the whole
 * layer: the control for whether reading the input helps).
 */
export type GateReads = 'layer' | 'element' | 'none';

/**
 * A small trained net, one per hidden layer, that computes the share of ReLU: h = tanh(w1·z + b1), logits = w2·h + b2.
 *
 * With `use: 'mix'` it has one output, share = σ(l). With `use: 'sample'` it has two logits, the first is ReLU's, and
 * the choice is Gumbel straight-through; the reported share is then σ(l₀ − l₁), noise-free. With `reads: 'none'` there
 * is no net: the logits are b2 alone, which starts at 0, a share of ½.
 */
export interface Gate {
  /** Default `element`. */
  readonly reads: GateReads;
  /** Units of the hidden layer. Default 8. Has no effect with `reads: 'none'`. */
  readonly hidden: number;
  /** Temperature of the soft choice whose gradient is taken. Default 1. Used only with `use: 'sample'`. */
  readonly tau: number;
}

/**
 * The part of an activation that an engine needs before it starts: how a share is used, and the gate that computes it,
 * if any.
 */
export interface ShareUsage {
  readonly use: ShareUse;
  /** Default `all`. */
  readonly domain: Domain;
  /** Default `silu`. Has no effect with domain `all`. */
  readonly positive: PositiveBranch;
  /** Default `element`. Has no effect with `use: 'mix'`. With a gate, the granularity of the noise. */
  readonly granularity: Granularity;
  /** Present if a gate decides in steps whose share is NaN. */
  readonly gate?: Gate;
}

/** One point of the space of activations: where the share comes from, and how it is used. */
export interface Activation extends ShareUsage {
  /** A name for tables, plots and files, e.g. `stoch`. */
  readonly name: string;
  /** Share of ReLU in [0, 1], or `gate` if the gate decides. The paper's p (the probability of SiLU) is 1 − share. */
  readonly share: number | 'gate';
}

/**
 * A user's own activation: a module that exports `activation` (see `ActivationModule`), given by URL or specifier so
 * that worker threads can load it too. It has no kernel, so the trainer uses the tfjs engine and reports that.
 */
export interface ModuleActivation {
  readonly name: string;
  /** `file:` URL or package specifier of an ES module. */
  readonly module: string;
  /** Options, checked by the module's own schema. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The part of an activation that an engine compiles and a model keeps: all but its name and share. */
export function usageOf({ use, domain, positive, granularity, gate }: ShareUsage): ShareUsage {
  return { use, domain, positive, granularity, ...(gate && { gate }) };
}
