import type { Claim, Contrast, Measure } from '@reluctant/study';
import type { RoleName } from './claim-roles.js';

type Loss = 'train_loss' | 'val_loss';

function less(quantity: Measure['quantity'], role: RoleName, other: RoleName): Contrast {
  return { of: { quantity, role }, minus: { quantity, role: other } };
}

const mixtures: readonly RoleName[] = ['stoch', 'learnable_stoch', 'gumbel_stoch'];
const lossNames: Readonly<Record<Loss, string>> = { train_loss: 'training', val_loss: 'validation' };

/** SiLU's loss is the lowest of the five. */
function siluFirst(quantity: Loss, bottleneck: number, said: string): Claim {
  const name = lossNames[quantity];
  return {
    id: `silu-first-${name}-${bottleneck}`,
    source: 'post',
    said,
    statement: `At width ${bottleneck} SiLU has a lower ${name} loss than each of the other four activations.`,
    bottleneck,
    contrasts: (['relu', ...mixtures] as const).map((other) => less(quantity, 'silu', other)),
    region: { below: 0 },
  };
}

/** ReLU's loss is the highest of the five. */
function reluLast(quantity: Loss): Claim {
  const name = lossNames[quantity];
  return {
    id: `relu-last-${name}-4`,
    source: 'post',
    said: `The order of the ${name} losses (paraphrase; beyond SiLU first, the order is not in the text available to us, and that ReLU ends it is what this study shows).`,
    statement: `At width 4 ReLU has a higher ${name} loss than each of the other four activations.`,
    bottleneck: 4,
    contrasts: (['silu', ...mixtures] as const).map((other) => less(quantity, other, 'relu')),
    region: { below: 0 },
  };
}

/** The share of exact zeros lies within a margin of a value. */
function zerosNear(role: RoleName, value: number, margin: number, said: string): Claim {
  return {
    id: `zeros-${role}-4`,
    source: 'post',
    said,
    statement:
      value === 0
        ? `At width 4 fewer than ${100 * margin} % of the hidden activations of ${role} are exact zeros.`
        : `At width 4 the share of exact zeros of ${role} lies within ${margin} of ${value}.`,
    bottleneck: 4,
    contrasts: [{ of: { quantity: 'sparsity', role } }],
    region: { ...(value === 0 ? {} : { above: value - margin }), below: value + margin },
  };
}

function shareAt(role: RoleName, epochs: readonly number[]): Contrast[] {
  return epochs.map((epoch) => ({ of: { quantity: 'gate', role, epoch } }));
}

function pulled(role: RoleName): Claim {
  return {
    id: `pull-to-relu-${role}-16`,
    source: 'post',
    said: 'With a bottleneck of 16 there is a strong pull to ReLU (paraphrase).',
    statement: `At width 16 the mean share of ReLU of ${role} ends above 0.7.`,
    bottleneck: 16,
    contrasts: [{ of: { quantity: 'gate', role } }],
    region: { above: 0.7 },
  };
}

/** The results that the post reports for its five activations. */
export const postClaims: readonly Claim[] = [
  siluFirst('train_loss', 4, 'SiLU has the lowest training loss (paraphrase).'),
  siluFirst('val_loss', 4, 'SiLU has the lowest validation loss (paraphrase).'),
  reluLast('train_loss'),
  reluLast('val_loss'),
  zerosNear('relu', 0.5, 0.1, 'The sparsity of ReLU is near one half (paraphrase).'),
  zerosNear('stoch', 0.25, 0.05, 'The sparsity of stoch is near one quarter (paraphrase).'),
  zerosNear(
    'gumbel_stoch',
    0.25,
    0.05,
    '“This way we still get some trackable sparsity”; near one quarter (paraphrase).',
  ),
  zerosNear('silu', 0, 0.01, 'SiLU has no sparsity (paraphrase).'),
  zerosNear('learnable_stoch', 0, 0.01, '“This probably won’t give us any sparsity.”'),
  {
    id: 'even-gate-learnable-4',
    source: 'post',
    said: 'learnable_stoch quickly settles at an even 0.5–0.5 (paraphrase).',
    statement:
      'At width 4 the mean share of ReLU of learnable_stoch lies within 0.1 of 0.5 after 10, 50 and 100 epochs.',
    bottleneck: 4,
    contrasts: shareAt('learnable_stoch', [10, 50, 100]),
    region: { above: 0.4, below: 0.6 },
  },
  {
    id: 'even-gate-gumbel-4',
    source: 'post',
    said: 'gumbel_stoch settles at an even 0.5–0.5 too, after a short preference (paraphrase).',
    statement: 'At width 4 the mean share of ReLU of gumbel_stoch lies within 0.1 of 0.5 after 50 and 100 epochs.',
    bottleneck: 4,
    contrasts: shareAt('gumbel_stoch', [50, 100]),
    region: { above: 0.4, below: 0.6 },
  },
  {
    id: 'short-preference-gumbel-4',
    source: 'post',
    said: 'gumbel_stoch has a short preference before it settles (paraphrase).',
    statement: 'At width 4 the layers’ shares of gumbel_stoch are farther from 0.5 after 5 epochs than after 20.',
    bottleneck: 4,
    contrasts: [
      {
        of: { quantity: 'gate_distance', role: 'gumbel_stoch', epoch: 5 },
        minus: { quantity: 'gate_distance', role: 'gumbel_stoch', epoch: 20 },
      },
    ],
    region: { above: 0 },
  },
  pulled('learnable_stoch'),
  pulled('gumbel_stoch'),
  siluFirst(
    'train_loss',
    16,
    'The order of the training losses at bottleneck 16 (paraphrase; SiLU first is our reading).',
  ),
  siluFirst(
    'val_loss',
    16,
    'The order of the validation losses at bottleneck 16 (paraphrase; SiLU first is our reading).',
  ),
  {
    id: 'silu-overfits-16',
    source: 'post',
    said: 'Whether SiLU overfits at bottleneck 16 (paraphrase).',
    statement:
      'At width 16 the validation loss of SiLU is higher after 100 epochs than after 30, by more than 0.02 nats.',
    bottleneck: 16,
    contrasts: [
      { of: { quantity: 'val_loss', role: 'silu' }, minus: { quantity: 'val_loss', role: 'silu', epoch: 30 } },
    ],
    region: { above: 0.02 },
  },
];
