import type { EpochRow } from '@reluctant/metrics';
import type { Task } from '@reluctant/preprocessing';
import type { Multiplications } from '../evaluation/multiplications.js';
import type { Score } from '../evaluation/score.js';
import type { Hyperparameters } from '../learning/hyperparameters.js';

/** What the model learned from. */
export interface LearnedData {
  /** Files as given, or the query. */
  readonly source: string;
  readonly rows: number;
  readonly columns: number;
  readonly fingerprint: string;
  readonly rows_without_target: number;
  /** Columns that the model takes. */
  readonly used: readonly string[];
  readonly dropped: readonly { readonly name: string; readonly why: string }[];
  /** Numbers that the columns become. */
  readonly features: number;
}

/** Scores of one model by name, as of `scoreNames`. */
export interface StoredModel {
  readonly name: string;
  readonly scores: Readonly<Record<string, Score>>;
  /** Of a classifier: test rows by class (rows) and predicted class (columns). */
  readonly confusion?: readonly (readonly number[])[];
}

/** What `training.json` of a table holds: the model and everything that was measured. */
export interface TableTraining {
  readonly kind: 'table';
  readonly version: 1;
  /** SHA-256 of the other files, in hexadecimal. */
  readonly files: { readonly config: string; readonly checkpoint: string; readonly dense: string };
  readonly data: LearnedData;
  readonly task: Task;
  readonly target: string;
  /** Names of the classes; none of a regressor. */
  readonly classes: readonly string[];
  /** Rows of the sets. */
  readonly split: { readonly train: number; readonly validation: number; readonly test: number };
  readonly strategy: string;
  /** Whether the model is deployed with ReLU, so that it has units to skip. */
  readonly ends_on_relu: boolean;
  readonly hyperparameters: Hyperparameters;
  readonly class_weight: 'balanced' | null;
  /** Units of every layer, inputs first. */
  readonly widths: readonly number[];
  readonly parameters: number;
  readonly epochs: number;
  readonly best_epoch: number;
  /** Wall time of everything that was trained. */
  readonly seconds: number;
  readonly engine: string;
  /** Null without a search. */
  readonly search: {
    readonly trials: number;
    readonly seconds: number;
    readonly best_trial: number;
    readonly chosen_trial: number;
  } | null;
  /** On the test rows, the mean over the hidden layers. */
  readonly zeros: number;
  readonly zeros_layers: readonly number[];
  /** By weights, for one row. */
  readonly multiplications: Multiplications;
  /** The model first, then the control and the baselines. */
  readonly models: readonly StoredModel[];
  /** Accuracy or RMSE of the model less that of the control, paired by test row. */
  readonly difference: Score;
  /** Of one row, on the machine that trained. */
  readonly latency: { readonly median_us: number; readonly p99_us: number; readonly machine: string };
  /** A row after each epoch. */
  readonly rows: readonly EpochRow[];
}
