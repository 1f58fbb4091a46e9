import { fc, it } from '@fast-check/vitest';
import wilcoxon from '@stdlib/stats-wilcoxon';
import { describe, expect } from 'vitest';
import { signedRankP } from './signed-rank.js';

describe('signedRankP', () => {
  // Tenths tie often, and some are 0.
  const tenths = fc.array(fc.integer({ min: -30, max: 40 }), { minLength: 160, maxLength: 400 });

  it.prop([tenths], { seed: 5, numRuns: 100 })(
    'beyond 100 differences it is the normal approximation of @stdlib/stats-wilcoxon within 1e-12',
    (values) => {
      const differences = values.map((value) => value / 10);
      const moved = differences.filter((difference) => difference !== 0);
      fc.pre(moved.length > 100);
      expect(Math.abs(signedRankP(differences) - wilcoxon(moved).pValue)).toBeLessThan(1e-12);
    },
  );

  it.prop([fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 })], { seed: 6, numRuns: 100 })(
    'up to 100 differences it counts the sign flips out, within 1e-12',
    (values) => {
      const moved = values.filter((value) => value !== 0);
      fc.pre(moved.length > 0);
      const sizes = moved.map(Math.abs);
      const ranks = sizes.map((size) => {
        const below = sizes.filter((other) => other < size).length;
        return below + (sizes.filter((other) => other === size).length + 1) / 2;
      });
      const total = ranks.reduce((sum, rank) => sum + rank, 0);
      const away = (sum: number): number => Math.abs(sum - total / 2);
      const seen = away(ranks.reduce((sum, rank, i) => sum + ((moved[i] ?? 0) > 0 ? rank : 0), 0));
      let extreme = 0;
      for (let flips = 0; flips < 2 ** ranks.length; flips++) {
        if (away(ranks.reduce((sum, rank, i) => sum + ((flips >> i) & 1 ? rank : 0), 0)) >= seen) extreme++;
      }
      expect(Math.abs(signedRankP(values) - extreme / 2 ** ranks.length)).toBeLessThan(1e-12);
    },
  );
});
