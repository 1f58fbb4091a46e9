import type { ShareUsage } from '@reluctant/activations';
import { unknownName } from '@reluctant/errors';
import {
  type FeedForward,
  flatParameters,
  namedParameters,
  parameterLayout,
  type TrainedModel,
} from '@reluctant/model';

/**
 * Under which share trained weights are evaluated: `relu` (1), `silu` (0) and `stoch` (0.5, drawn independently for
 * each element) over the domain `all`, without dropout; `same` is the share in force at the last step of the training.
 */
export type TestShare = 'relu' | 'silu' | 'stoch' | 'same';

/** Every {@link TestShare}. */
export const testShares: readonly TestShare[] = ['relu', 'silu', 'stoch', 'same'];

/**
 * Parses a list of test shares: `relu,silu,same`.
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

/** The usage of every test other than `same`, even if the training mixed the branches or had a gate. */
export const testUsage: ShareUsage = { use: 'sample', domain: 'all', positive: 'silu', granularity: 'element' };

/** The model that a test other than `same` evaluates: the linear layers, without gates. */
export function modelUnderTest({ model: trained, parameters }: TrainedModel): TrainedModel {
  const model: FeedForward = { ...trained, activation: testUsage };
  const own = new Set(parameterLayout(model).slots.map((slot) => slot.name));
  const linear = [...namedParameters(trained, parameters)].filter(([name]) => own.has(name));
  return { model, parameters: flatParameters(model, new Map(linear)) };
}
