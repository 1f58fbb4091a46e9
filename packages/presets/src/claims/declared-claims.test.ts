import { claimStrategies } from '@reluctant/study';
import { parseStrategies } from '@reluctant/trainer';
import { describe, expect, it } from 'vitest';
import { claims as preset } from '../presets/claims.js';
import { declaredClaims } from './declared-claims.js';

describe('the declared claims', () => {
  const { claims, roles } = declaredClaims;

  it('have unique ids, complete sentences, and only roles that exist at their width', () => {
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

  it('are each tested by a part of preset `claims` at their width', () => {
    const widths = Object.entries(preset.parts ?? {}).map(([name, settings]) => {
      expect(name).toBe(`bottleneck=${settings.bottleneck}`);
      return settings.bottleneck;
    });
    expect(new Set(widths)).toEqual(new Set(claims.map(({ bottleneck }) => bottleneck)));
  });

  it('can all be decided by the runs of a combination: every bound times every claim of a family stays below 5 %', () => {
    for (const { contrasts, region, source, bottleneck } of claims) {
      const runs = (preset.parts?.[`bottleneck=${bottleneck}`]?.n_runs ?? 0) / (preset.settings.data_seeds ?? 1);
      const family = claims.filter((other) => other.source === source && other.bottleneck === bottleneck);
      const bounds = contrasts.length * Object.keys(region).length;
      expect(bounds * 2 ** -runs).toBeLessThan(0.05 / family.length);
    }
  });

  it.each([4, 16])('width %i: every strategy is one that the trainer knows, with a name of its own', (width) => {
    const strategies = parseStrategies(claimStrategies(declaredClaims, width));
    const own = Object.values(roles).filter(({ bottlenecks }) => bottlenecks.includes(width));
    const combinations = own.map(({ choices }) =>
      Object.values(choices).reduce((product, { length }) => product * length, 1),
    );
    expect(strategies).toHaveLength(combinations.reduce((sum, count) => sum + count, 0));
  });
});
