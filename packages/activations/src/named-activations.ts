import type { Activation } from './activation.js';
import { defaultGate, defaultPlace } from './blocks.js';
import {
  type ActivationOptions,
  parseGumbelStochOptions,
  parseLearnableStochOptions,
  parseNoOptions,
  parseStochOptions,
} from './options.js';

/** The names of the built-in activations. */
export type ActivationName = keyof ActivationOptions;

/** A named activation: description, options, constructor. */
export interface NamedActivation {
  readonly name: ActivationName;
  /** One line for help texts. */
  readonly description: string;
  /**
   * Every option with its value, in a fixed order; absent ones have their defaults.
   *
   * @throws ReluctantError in one sentence for an unknown or out-of-range option
   */
  readonly parse: (options?: unknown) => object;
  /** @throws ReluctantError as `parse` does */
  readonly create: (options?: unknown) => Activation;
}

function assemble<Options extends object>(
  name: ActivationName,
  description: string,
  parse: (options: unknown) => Options,
  build: (options: Options) => Omit<Activation, 'name'>,
): NamedActivation {
  return {
    name,
    description,
    parse: (options = {}) => parse(options),
    create: (options = {}) => ({ name, ...build(parse(options)) }),
  };
}

/** The five activations of the post, each one point of the space: share × use × domain × granularity. */
export const activations: Readonly<Record<ActivationName, NamedActivation>> = {
  relu: assemble(
    'relu',
    'max(0, z): a share of 1',
    (given) => parseNoOptions('relu', given),
    () => ({
      share: 1,
      use: 'sample',
      ...defaultPlace,
    }),
  ),
  silu: assemble(
    'silu',
    'z·σ(z): a share of 0',
    (given) => parseNoOptions('silu', given),
    () => ({
      share: 0,
      use: 'sample',
      ...defaultPlace,
    }),
  ),
  stoch: assemble(
    'stoch',
    "relu with probability `share`, else silu (the paper's p is 1 − share)",
    parseStochOptions,
    ({ share, ...usage }) => ({ share, ...usage }),
  ),
  learnable_stoch: assemble(
    'learnable_stoch',
    'p·relu + (1 − p)·silu, p from a trained gate',
    parseLearnableStochOptions,
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
    parseGumbelStochOptions,
    ({ reads, hidden, tau, ...place }) => ({ share: 'gate', use: 'sample', ...place, gate: { reads, hidden, tau } }),
  ),
};
