import { type TestShare, testShares } from '@reluctant/trainer';
import * as z from 'zod';
import { looseNumber } from './loose-number.js';

/** Scores of classes: of every study accuracy, of tables the others, too. */
export interface ClassScores {
  readonly accuracy?: number;
  /**
   * Area under the ROC curve of the probabilities, as scikit-learn's `roc_auc_score` (one class against the rest, macro
   * mean).
   */
  readonly auroc?: number;
  /** Mean F1 of the classes, as scikit-learn's `f1_score(average='macro')`. */
  readonly f1?: number;
  /** Rows by class and predicted class, row-major [classes, classes]; of at most `mostConfusedClasses` classes. */
  readonly confusion?: readonly number[];
}

/** Scores of a real target, in its unit. */
export interface ValueScores {
  /** Root of the mean squared error. */
  readonly rmse?: number;
  /** Mean absolute error. */
  readonly mae?: number;
  /** Coefficient of determination, as scikit-learn's `r2_score`. */
  readonly r2?: number;
}

/** A line of `tests.jsonl`: the final weights of one run under one activation. */
export interface TestRow extends ClassScores, ValueScores {
  readonly strategy: string;
  readonly run: number;
  /** `test` is the held-out test set. */
  readonly set: 'validation' | 'test';
  /** Activation at test time; `same` is the share in force at the last step. */
  readonly test: TestShare;
  /** Mean softmax cross-entropy, or squared error of the standardised target. */
  readonly loss: number;
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
  accuracy: looseNumber.exactOptional(),
  auroc: looseNumber.exactOptional(),
  f1: looseNumber.exactOptional(),
  confusion: z.array(z.int().min(0)).exactOptional(),
  rmse: looseNumber.exactOptional(),
  mae: looseNumber.exactOptional(),
  r2: looseNumber.exactOptional(),
  sparsity: looseNumber,
  sparsity_layers: z.array(looseNumber),
});
