/** Labelled rows for classification. */
export interface Dataset {
  /** Features, row-major [nSamples, nFeatures], float32. */
  readonly features: Float32Array;
  /** Class of each row, 0 … nClasses − 1. */
  readonly labels: Int32Array;
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nClasses: number;
  /** One name per feature. */
  readonly featureNames: readonly string[];
  /** One name per class. */
  readonly classNames: readonly string[];
}
