import { parseStrategies } from '@reluctant/trainer';
import { describe, expect, it } from 'vitest';
import { claimStudy, smallClaims } from '../testing/claim-study.js';
import { claimStrategies, levelsOf } from './claim.js';
import { declaredClaims } from './declared-claims.js';
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

  it('averages gates over layers at the epoch asked for, and takes what ReLU gives from the tests', () => {
    expect(even).toMatchObject({ verdict: 'holds', estimates: [0.5, 0.5, 0.5] });
    expect(zeros).toMatchObject({ verdict: 'holds', counts: { holds: 4, fails: 0, undecided: 0 } });
  });

  it('a level of nothing is no combination: claims without their strategies are not tested', () => {
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
