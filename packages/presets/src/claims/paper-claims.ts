import type { Claim } from '@reluctant/study';
import type { RoleName } from './claim-roles.js';

const better =
  'Stochastic activations in pre-training, then fine-tuning with ReLU: “this leads to much better results than training from scratch with the RELU activation function” (abstract, on language models).';

/** Run with ReLU, a strategy has a lower loss than ReLU from scratch. */
function beatsRelu(role: RoleName, title: string): Claim {
  return {
    id: `${role.replaceAll('_', '-')}-beats-relu`,
    source: 'paper',
    said: better,
    statement: `Run with ReLU, ${title} has a lower validation loss than ReLU from scratch.`,
    bottleneck: 4,
    contrasts: [{ of: { quantity: 'relu_loss', role }, minus: { quantity: 'relu_loss', role: 'relu' } }],
    region: { below: 0 },
  };
}

/** The claims of the paper's abstract about language models, as far as a small classifier can test them. */
export const paperClaims: readonly Claim[] = [
  beatsRelu('swi_ft', 'Swi+FT (SiLU, then a ReLU tail)'),
  beatsRelu('stoch_a_ft', 'StochA with a ReLU tail of a tenth'),
  {
    id: 'swi-ft-as-sparse-as-relu',
    source: 'paper',
    said: 'The model fine-tuned with ReLU has sparse latent vectors (paraphrase of the abstract).',
    statement: 'Run with ReLU, Swi+FT has at most 5 points fewer exact zeros than ReLU from scratch.',
    bottleneck: 4,
    contrasts: [
      { of: { quantity: 'relu_sparsity', role: 'swi_ft' }, minus: { quantity: 'relu_sparsity', role: 'relu' } },
    ],
    region: { above: -0.05 },
  },
  {
    id: 'stoch-a-without-tail-near-silu',
    source: 'paper',
    said: 'Used at test time too, stochastic activations are “only slightly inferior” to SiLU (abstract, on generated text).',
    statement:
      'Run as it was trained, StochA without a tail has a validation loss above that of SiLU by at most 0.05 nats.',
    bottleneck: 4,
    contrasts: [{ of: { quantity: 'val_loss', role: 'stoch_a' }, minus: { quantity: 'val_loss', role: 'silu' } }],
    region: { above: 0, below: 0.05 },
  },
  {
    id: 'stoch-a-needs-its-tail',
    source: 'paper',
    said: 'The model is fine-tuned with ReLU, which is used at inference (paraphrase of the abstract).',
    statement: 'Run with ReLU, StochA without a tail has a higher validation loss than with a ReLU tail.',
    bottleneck: 4,
    contrasts: [
      { of: { quantity: 'relu_loss', role: 'stoch_a' }, minus: { quantity: 'relu_loss', role: 'stoch_a_ft' } },
    ],
    region: { above: 0 },
  },
];
