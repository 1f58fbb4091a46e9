import { invalidArgument } from '@reluctant/errors';
import type { ClassTarget, Preprocessor } from '@reluctant/preprocessing';
import type { LabelledRows } from '@reluctant/trainer';

/** One data set, divided into the sets that runs use for training, validation and test. */
export interface StudyData {
  readonly train: LabelledRows;
  readonly validation: LabelledRows;
  /** Present if the study holds rows out; it is evaluated only at the end of a run. */
  readonly test?: LabelledRows;
  /** What turns rows of a table into features, and classes into labels; present if the data come from a table. */
  readonly table?: { readonly preprocessor: Preprocessor; readonly target: ClassTarget };
  /** Shifted copies of the set that final weights are evaluated on, by name; see `shiftSplit`. */
  readonly shifted?: Readonly<Record<string, LabelledRows>>;
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
