/** A row as a plain object: one field for each raw column, by its name. `null` (or `undefined`) is a missing value. */
export type RowObject = Readonly<Record<string, unknown>>;

/** An output for one row: a scalar, or a typed array where a row has several numbers. */
export type RowValue = string | number | bigint | boolean | ArrayLike<number | bigint | string>;

/** What a model says of one row: its outputs by name. */
export interface RowAnswer {
  /** The class, typed as in the table: a text, a number, a bigint beyond ±2^53, true or false. */
  readonly label?: string | number | bigint | boolean;
  /** Probabilities of the classes, in the order of `class_names` in the metadata. */
  readonly probabilities?: Float32Array;
  /** The predicted number, in the unit of the table. */
  readonly value?: number;
  readonly [output: string]: RowValue | undefined;
}

/** A list of rows; a caller without types may have anything in it. */
export function isRowList(input: RowObject | readonly RowObject[]): input is readonly RowObject[] {
  return Array.isArray(input);
}
