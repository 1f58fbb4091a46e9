import { describe, expect, it } from 'vitest';
import { claimStudy, smallClaims } from '../testing/claim-study.js';
import { evaluateClaims } from './evaluate-claims.js';

describe('evaluateClaims', () => {
  const ledger = evaluateClaims(smallClaims, [claimStudy(2), claimStudy(15)]);
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

  it('averages gates over layers at the epoch of the measure, and reads measures under ReLU from the tests', () => {
    expect(even).toMatchObject({ verdict: 'holds', estimates: [0.5, 0.5, 0.5] });
    expect(zeros).toMatchObject({ verdict: 'holds', counts: { holds: 4, fails: 0, undecided: 0 } });
  });

  it('claims whose strategies did not run have no combinations and are not tested', () => {
    const without = evaluateClaims(smallClaims, [
      { ...claimStudy(2), config: { ...claimStudy(2).config, strategies: [{ name: 'relu' }] } },
    ]);
    expect(without.claims[0]).toMatchObject({ verdict: 'undecided', cells: [] });
  });

  it('ranks the roles by their mean loss over all combinations', () => {
    expect(ledger.orders.find(({ quantity }) => quantity === 'val_loss')?.order.map(({ role }) => role)).toEqual([
      'relu',
      'gate',
    ]);
  });
});
