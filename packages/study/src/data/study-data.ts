import { invalidArgument } from '@reluctant/errors';
import type { Preprocessor, Target } from '@reluctant/preprocessing';
import type { LabelledRows, TrainingRows } from '@reluctant/trainer';

/** One data set, divided into the sets that runs use for training, validation and test. */
export interface StudyData {
  readonly train: TrainingRows;
  readonly validation: TrainingRows;
  /** Present if the study holds rows out; it is evaluated only at the end of a run. */
  readonly test?: TrainingRows;
  /**
   * What turns rows of a table into features, and its target into labels or standardised values; present if the data
   * come from a table.
   */
  readonly table?: { readonly preprocessor: Preprocessor; readonly target: Target };
  /** Weights of the classes in the training loss; present if the study balances classes. */
  readonly classWeights?: Float32Array;
  /** Shifted copies of the set that final weights are evaluated on, by name; see `shiftSplit`. */
  readonly shifted?: Readonly<Record<string, TrainingRows>>;
}

/**
 * The data set of a run: runs take the data sets in turn.
 *
 * @throws RangeError when there is none
 */
export function dataOfRun(data: readonly StudyData[], run: number): StudyData {
  const own = data[run % data.length];
  if (own === undefined) throw invalidArgument('data', 'at least one data set', data);
  return own;
}

/**
 * A set as rows with labels.
 *
 * @throws ReluctantError (`invalid-argument`) for a set of real targets
 */
export function requireLabels(set: TrainingRows): LabelledRows {
  if ('labels' in set) return set;
  throw invalidArgument('set', 'rows with labels', 'rows with real targets');
}
