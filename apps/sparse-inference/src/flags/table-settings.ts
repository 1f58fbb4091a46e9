import type { Task } from '@reluctant/preprocessing';
import type { Hyperparameters } from '../learning/hyperparameters.js';
import type { ChosenBy } from '../search/contenders.js';

/** Settings of a training on a table, defaults filled in. Those without a value are undefined. */
export interface TableSettings extends Partial<Hyperparameters> {
  /** Files between commas; or else `query`. */
  readonly data?: string | undefined;
  readonly query?: string | undefined;
  readonly target?: string | undefined;
  /** Default: a guess from the values of the target. */
  readonly task?: Task | undefined;
  /** A column, or several between commas. */
  readonly drop?: string | undefined;
  readonly numeric?: string | undefined;
  readonly categorical?: string | undefined;
  /** Share of the rows held out as test set. */
  readonly holdout: number;
  /** Share of the other rows that become the validation set. */
  readonly test_size: number;
  readonly data_seed: number;
  readonly seed: number;
  readonly strategy: string;
  readonly lr_schedule: string;
  readonly class_weight?: 'balanced' | undefined;
  readonly epochs: number;
  readonly patience?: number | undefined;
  readonly batch_size: number;
  /** Number of trials of a search. */
  readonly trials?: number | undefined;
  /** Which trial is deployed. */
  readonly choose?: ChosenBy | undefined;
  /** Time of a search in milliseconds. */
  readonly budget?: number | undefined;
}
