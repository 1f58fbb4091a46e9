/** One part of the data set on shared memory: threads read it without a copy. */
export interface SharedSplit {
  /** float32, row-major [rows, n_features]. */
  readonly features: Float32Array<SharedArrayBuffer>;
  readonly labels: Int32Array<SharedArrayBuffer>;
  readonly rows: number;
}

/** What all runs of a study train and validate on. */
export interface StudyData {
  readonly train: SharedSplit;
  readonly validation: SharedSplit;
}
