/** One part of the data set on shared memory: threads read it without a copy. */
export interface SharedSplit {
  /** float32, row-major [rows, n_features]. */
  readonly features: Float32Array<SharedArrayBuffer>;
  readonly labels: Int32Array<SharedArrayBuffer>;
  readonly rows: number;
}

/** One data set: what runs train, validate and are tested on. */
export interface StudyData {
  readonly train: SharedSplit;
  readonly validation: SharedSplit;
  /** Present if the study holds rows out; nothing looks at it before the end of a run. */
  readonly test?: SharedSplit;
  /** Shifted copies of the split that final weights are evaluated on, by name; see `shiftSplit`. */
  readonly shifted?: Readonly<Record<string, SharedSplit>>;
}

/**
 * The data set of a run: runs take the data sets in turn.
 *
 * @throws RangeError when there is none
 */
export function dataOfRun(data: readonly StudyData[], run: number): StudyData {
  const own = data[run % data.length];
  if (own === undefined) throw new RangeError('a study needs at least one data set');
  return own;
}
