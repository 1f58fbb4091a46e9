import type { EpochRow } from '@reluctant/metrics';
import { rowOf } from '@reluctant/testing';
import type { Claim, ClaimSet } from '../claims/claim.js';
import type { ClaimStudy } from '../claims/claim-values.js';
import type { TestRow } from '../rows/test-row.js';

/** Three small claims about two roles, for tests. */
export const smallClaims: ClaimSet = {
  alpha: 0.05,
  roles: {
    relu: { choices: {}, strategy: () => ({ name: 'relu' }), bottlenecks: [4] },
    gate: {
      choices: { reads: ['element', 'layer'] },
      strategy: ({ reads }) => ({ name: 'learnable_stoch', reads }),
      bottlenecks: [4],
    },
  },
  claims: [
    claim(
      'gate-first',
      { below: 0 },
      { of: { quantity: 'val_loss', role: 'gate' }, minus: { quantity: 'val_loss', role: 'relu' } },
    ),
    claim('even', { above: 0.4, below: 0.6 }, { of: { quantity: 'gate', role: 'gate', epoch: 1 } }),
    claim('zeros', { above: 0.4, below: 0.6 }, { of: { quantity: 'relu_sparsity', role: 'relu' } }),
  ],
};

function claim(id: string, region: Claim['region'], contrast: Claim['contrasts'][number]): Claim {
  return { id, source: 'post', said: id, statement: id, bottleneck: 4, contrasts: [contrast], region };
}

/**
 * Sixteen runs on two data sets: a gate that reads elements is better on data set 0 only, one that reads the layer
 * never.
 */
export function claimStudy(n_informative: number): ClaimStudy {
  const names = ['relu', 'gate_element', 'gate_layer'];
  const rows: EpochRow[] = [];
  const tests: TestRow[] = [];
  for (const strategy of names) {
    for (let run = 0; run < 16; run++) {
      const noise = 0.001 * ((run * 7) % 16);
      const gain = strategy === 'gate_element' && run % 2 === 0 ? -0.2 : strategy === 'relu' ? 0 : 0.1;
      const gates = [0.3, 0.7].map((mean) => ({ mean, mean_negative: mean, quantiles: [], quantiles_negative: [] }));
      for (const epoch of [1, 2]) {
        rows.push({
          ...rowOf({ strategy, run }, epoch),
          val_loss: 0.5 + gain + noise * (strategy === 'relu' ? 1 : 2),
          ...(strategy === 'relu' ? {} : { gates }),
        });
      }
      if (strategy === 'relu') {
        tests.push({
          strategy,
          run,
          set: 'validation',
          test: 'relu',
          loss: 0.5,
          accuracy: 0.9,
          sparsity: 0.5 + noise,
          sparsity_layers: [],
        });
      }
    }
  }
  const config = { bottleneck: 4, n_informative, data_seed: 42, data_seeds: 2, n_runs: 16, epochs: 2 };
  return { config: { ...config, strategies: names.map((name) => ({ name })) }, rows, tests };
}
