import { type Activation, type ShareUsage, usageOf } from '@reluctant/activations';
import { ReluctantError } from '@reluctant/errors';
import type { Leg } from './strategy.js';

/** One usage for two activations, which an engine compiles, and the leg of each within it. */
export interface MergedUsage {
  readonly usage: ShareUsage;
  readonly from: Leg;
  readonly to: Leg;
}

/**
 * One usage under which both activations can be in force, one after the other.
 *
 * relu and silu fit into any usage: a share of exactly 1 or 0, over the domain `all`. Otherwise the two must agree in
 * how the share is used, how finely, and by which gate; where one has domain `all` and the other `negative`, the usage
 * is `negative` and the first is marked {@link Leg.domainAll}.
 *
 * @param owner - the strategy, for the message
 * @throws ReluctantError when no single usage covers both
 */
export function mergeUsages(owner: string, from: Activation, to: Activation): MergedUsage {
  const carrier = isPure(from) ? to : from;
  const other = carrier === from ? to : from;
  const merged = isPure(other) ? usageOf(carrier) : mergeTwo(owner, from, to);
  return { usage: merged, from: legIn(merged, from), to: legIn(merged, to) };
}

/** The leg of an activation under a usage. */
export function legIn(usage: ShareUsage, activation: Activation): Leg {
  return {
    share: activation.share === 'gate' ? 'gate' : activation.share,
    domainAll: usage.domain === 'negative' && activation.domain === 'all',
  };
}

/**
 * True for relu or silu over all values: the branch is the same for every z, so the rest of the usage does not matter.
 */
function isPure({ share, domain, gate }: Activation): boolean {
  return share !== 'gate' && (share === 0 || share === 1) && domain === 'all' && gate === undefined;
}

function mergeTwo(owner: string, from: Activation, to: Activation): ShareUsage {
  const refuse = (what: string, first: string, second: string): ReluctantError =>
    new ReluctantError(
      'invalid-option',
      `${owner} cannot go from ${from.name} to ${to.name}: one net has one ${what}, but they have ${first} and ${second}`,
    );
  if (from.use !== to.use) throw refuse('use of the share', from.use, to.use);
  // A mix draws nothing, so its granularity has no effect.
  if (from.use === 'sample' && from.granularity !== to.granularity) {
    throw refuse('granularity', from.granularity, to.granularity);
  }
  const bothNegative = from.domain === 'negative' && to.domain === 'negative';
  if (bothNegative && from.positive !== to.positive) throw refuse('positive branch', from.positive, to.positive);
  if (from.gate && to.gate && JSON.stringify(from.gate) !== JSON.stringify(to.gate)) {
    throw refuse('gate', JSON.stringify(from.gate), JSON.stringify(to.gate));
  }
  const gate = from.gate ?? to.gate;
  const place = from.domain === 'negative' ? from : to;
  return {
    use: from.use,
    domain: place.domain,
    positive: place.positive,
    granularity: from.granularity,
    ...(gate && { gate }),
  };
}
