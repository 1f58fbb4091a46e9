import type { EpochRow } from '@reluctant/metrics';
import { parseStrategies } from '@reluctant/trainer';
import { describe, expect, it } from 'vitest';
import type { TestRow } from '../test-row.js';
import { rowOf } from '../testing/small-study.js';
import { type Claim, type ClaimSet, claimStrategies, levelsOf } from './claim.js';
import type { ClaimStudy } from './claim-values.js';
import { declaredClaims } from './declared-claims.js';
import { describeLedger } from './describe-ledger.js';
import { evaluateClaims } from './evaluate-claims.js';

const set: ClaimSet = {
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

/** Sixteen runs on two data sets: a gate that reads elements is better on data set 0 only, one that reads the layer never. */
function study(n_informative: number): ClaimStudy {
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

describe('evaluateClaims', () => {
  const ledger = evaluateClaims(set, [study(2), study(15)]);
  const [first, even, zeros] = ledger.claims;

  it('tests a claim in every combination of its own open choices, n_informative and data set', () => {
    expect(
      first?.cells.map(({ levels, verdict, runs }) => [
        levels.reads,
        levels.n_informative,
        levels.data_seed,
        verdict,
        runs,
      ]),
    ).toEqual(
      [2, 15].flatMap((informative) => [
        ['element', informative, 42, 'holds', 8],
        ['element', informative, 43, 'fails', 8],
        ['layer', informative, 42, 'fails', 8],
        ['layer', informative, 43, 'fails', 8],
      ]),
    );
    expect(zeros?.cells).toHaveLength(4);
  });

  it('names the open choices that change the share of verdicts by one half or more', () => {
    expect(first).toMatchObject({ verdict: 'depends', counts: { holds: 2, fails: 6, undecided: 0 } });
    expect(first?.depends_on).toEqual(['reads', 'data_seed']);
    expect(first?.choices.find(({ choice }) => choice === 'n_informative')?.spread).toBe(0);
  });

  it('averages gates over layers at the epoch asked for, and takes what ReLU gives from the tests', () => {
    expect(even).toMatchObject({ verdict: 'holds', estimates: [0.5, 0.5, 0.5] });
    expect(zeros).toMatchObject({ verdict: 'holds', counts: { holds: 4, fails: 0, undecided: 0 } });
  });

  it('a level of nothing is no combination: claims without their strategies are not tested', () => {
    const without = evaluateClaims(set, [
      { ...study(2), config: { ...study(2).config, strategies: [{ name: 'relu' }] } },
    ]);
    expect(without.claims[0]).toMatchObject({ verdict: 'undecided', cells: [] });
    expect(describeLedger(without)[1]).toContain('| gate-first | **not tested** | 0 of 0 |');
  });

  it('ranks the roles by their mean loss over all combinations', () => {
    expect(ledger.orders.find(({ quantity }) => quantity === 'val_loss')?.order.map(({ role }) => role)).toEqual([
      'relu',
      'gate',
    ]);
  });

  it('says in words what changes with an open choice', () => {
    const text = describeLedger(ledger).join('\n');
    expect(text).toContain('| gate-first | **depends on what the gate reads and the data set** | 2 of 8 | 6 | 0 |');
    expect(text).toContain(
      '- `gate-first`: what the gate reads (element: holds 50 %, fails 50 %; layer: holds 0 %, fails 100 %)',
    );
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

describe('the declared claims', () => {
  const { claims, roles } = declaredClaims;

  it('have ids of their own, statements that end, and only roles that stand at their width', () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    for (const { statement, contrasts, bottleneck, region } of claims) {
      expect(statement).toMatch(/^[A-Z].*\.$/);
      expect(Object.keys(region).length).toBeGreaterThan(0);
      for (const { of, minus } of contrasts) {
        for (const { role } of [of, ...(minus === undefined ? [] : [minus])]) {
          expect(roles[role]?.bottlenecks).toContain(bottleneck);
        }
      }
    }
  });

  it('can all be decided by twelve runs: every bound times every claim of a family stays below 5 %', () => {
    for (const { contrasts, region, source, bottleneck } of claims) {
      const family = claims.filter((other) => other.source === source && other.bottleneck === bottleneck);
      const bounds = contrasts.length * Object.keys(region).length;
      expect(bounds * 2 ** -12).toBeLessThan(0.05 / family.length);
    }
  });

  it.each([4, 16])('width %i: every strategy is one that the trainer knows, with a name of its own', (width) => {
    const strategies = parseStrategies(claimStrategies(declaredClaims, width));
    const own = Object.values(roles).filter(({ bottlenecks }) => bottlenecks.includes(width));
    expect(strategies).toHaveLength(own.reduce((sum, { choices }) => sum + levelsOf(choices).length, 0));
  });
});
