/** A data set that cannot be trained on. */
export class DatasetError extends RangeError {
  override readonly name = 'DatasetError';
  /** What is wrong: the name of a feature, `labels`, or a field of the data set such as `featureNames`. */
  readonly field: string;
  /** The row in which it is wrong, counted from 0; undefined when it concerns no single row. */
  readonly row: number | undefined;

  constructor(field: string, message: string, row?: number) {
    super(message);
    this.field = field;
    this.row = row;
  }
}
