import type { Levels, Role } from '@reluctant/study';

/** A role's name. */
export type RoleName =
  | 'relu'
  | 'silu'
  | 'stoch'
  | 'learnable_stoch'
  | 'gumbel_stoch'
  | 'swi_ft'
  | 'stoch_a'
  | 'stoch_a_ft';

const everywhere = [4, 16];
const gateChoices = { reads: ['element', 'layer'], hidden: [4, 8] };

function plain(name: string): Role {
  return { choices: {}, strategy: () => ({ name }), bottlenecks: everywhere };
}

function gated(name: string): Role {
  return {
    choices: gateChoices,
    strategy: ({ reads, hidden }) => ({ name, reads, hidden }),
    bottlenecks: everywhere,
  };
}

/** The paper's StochA; its p is the probability of SiLU where x < 0. */
function stochA({ p }: Levels): { readonly name: 'stoch'; readonly share: number; readonly domain: 'negative' } {
  return { name: 'stoch', share: Number((1 - Number(p)).toFixed(2)), domain: 'negative' };
}

const probabilities = [0.3, 0.5, 0.7];

/** The activations of the post and the strategies of the paper, each with the choices that the sources leave open. */
export const claimRoles: Readonly<Record<RoleName, Role>> = {
  relu: plain('relu'),
  silu: plain('silu'),
  stoch: plain('stoch'),
  learnable_stoch: gated('learnable_stoch'),
  gumbel_stoch: gated('gumbel_stoch'),
  swi_ft: {
    choices: { tail: [0.05, 0.1, 0.2] },
    strategy: ({ tail }) => ({ name: 'switch', from: 'silu', to: 'relu', tail }),
    bottlenecks: [4],
  },
  stoch_a: { choices: { p: probabilities }, strategy: stochA, bottlenecks: [4] },
  stoch_a_ft: {
    choices: { p: probabilities },
    strategy: (levels) => ({ name: 'switch', from: stochA(levels), to: 'relu', tail: 0.1 }),
    bottlenecks: [4],
  },
};
