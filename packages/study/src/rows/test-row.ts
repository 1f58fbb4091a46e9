import { type TestShare, testShares } from '@reluctant/trainer';
import * as z from 'zod';
import { looseNumber } from './loose-number.js';

/** A line of `tests.jsonl`: the final weights of one run under one activation. */
export interface TestRow {
  readonly strategy: string;
  readonly run: number;
  /** `test` is the held-out test set. */
  readonly set: 'validation' | 'test';
  /** Activation at test time; `same` is the share in force at the last step. */
  readonly test: TestShare;
  /** Mean softmax cross-entropy. */
  readonly loss: number;
  readonly accuracy: number;
  /** Mean over hidden layers of the share of post-activations that are exactly 0. */
  readonly sparsity: number;
  readonly sparsity_layers: readonly number[];
}

/** Checks a row from a file or another thread. */
export const testRowSchema: z.ZodType<TestRow> = z.object({
  strategy: z.string(),
  run: z.int().min(0),
  set: z.enum(['validation', 'test']),
  test: z.enum(testShares),
  loss: looseNumber,
  accuracy: looseNumber,
  sparsity: looseNumber,
  sparsity_layers: z.array(looseNumber),
});
