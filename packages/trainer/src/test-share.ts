import type { ShareUsage } from '@reluctant/activations';
import { unknownName } from '@reluctant/errors';

/**
 * Under which share trained weights are evaluated: `relu` (1), `silu` (0) and `stoch` (0.5, afresh for each element) over the
 * domain `all`, without dropout; `same` is what was in force at the last step of the training.
 */
export type TestShare = 'relu' | 'silu' | 'stoch' | 'same';

/** Every {@link TestShare}. */
export const testShares: readonly TestShare[] = ['relu', 'silu', 'stoch', 'same'];

/**
 * A list of test shares from text: `relu,silu,same`.
 *
 * @throws ReluctantError for an unknown one, with the nearest name
 */
export function parseTestShares(list: string): readonly TestShare[] {
  return list.split(',').map((text) => {
    const name = text.trim();
    const known = testShares.find((share) => share === name);
    if (known === undefined) throw unknownName('test share', name, testShares);
    return known;
  });
}

/** The share of a test other than `same`. */
export function shareOfTest(test: Exclude<TestShare, 'same'>): number {
  return { relu: 1, silu: 0, stoch: 0.5 }[test];
}

/** How a test other than `same` uses its share: whatever the training did, also if that mixed or had a gate. */
export const testUsage: ShareUsage = { use: 'sample', domain: 'all', positive: 'silu', granularity: 'element' };
