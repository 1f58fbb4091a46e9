import type { Dataset } from '@reluctant/data';

/** Rows with labels, to train or evaluate on: float32 features, row-major [rows, inputs], and one class index per row. */
export interface LabelledRows {
  readonly features: Float32Array;
  readonly labels: Int32Array;
  readonly rows: number;
}

/** Rows with real targets, to train or evaluate a regressor on: float32, row-major [rows, inputs] and [rows, outputs]. */
export interface TargetRows {
  readonly features: Float32Array;
  readonly targets: Float32Array;
  readonly rows: number;
}

/** Rows of a classifier (cross-entropy) or of a regressor (squared error). */
export type TrainingRows = LabelledRows | TargetRows;

/** Returns the rows of a data set for an engine, sharing its memory. Select rows first with `takeRows`. */
export function labelledRows({ features, labels, nSamples }: Dataset): LabelledRows {
  return { features, labels, rows: nSamples };
}
