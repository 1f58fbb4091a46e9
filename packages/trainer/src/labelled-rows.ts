import type { Dataset } from '@reluctant/data';
import type { SparseFeatures } from '@reluctant/kernels/train';

/** Features of rows: float32, row-major [rows, inputs], or sparse. */
export type Features = Float32Array | SparseFeatures;

/**
 * Rows with labels, to train or evaluate on: features, row-major [rows, inputs] unless they are sparse, and one class
 * index per row.
 */
export interface LabelledRows<Of extends Features = Float32Array> {
  readonly features: Of;
  readonly labels: Int32Array;
  readonly rows: number;
}

/**
 * Rows with real targets, to train or evaluate a regressor on: float32, row-major [rows, inputs] and [rows, outputs].
 */
export interface TargetRows<Of extends Features = Float32Array> {
  readonly features: Of;
  readonly targets: Float32Array;
  readonly rows: number;
}

/** Rows of a classifier (cross-entropy) or of a regressor (squared error). */
export type TrainingRows<Of extends Features = Float32Array> = LabelledRows<Of> | TargetRows<Of>;

/** Returns the rows of a data set for an engine, sharing its memory. Select rows first with `takeRows`. */
export function labelledRows({ features, labels, nSamples }: Dataset): LabelledRows {
  return { features, labels, rows: nSamples };
}
