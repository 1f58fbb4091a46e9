/** The features of rows that are not 0, row by row: most of the columns of categories are. */
export interface NonZeros {
  readonly rows: number;
  readonly inputs: number;
  /** Where the features of each row begin; one entry more than there are rows. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** @param features - row-major [rows, inputs] */
export function nonZeros(features: Float32Array, rows: number): NonZeros {
  const inputs = features.length / rows;
  const count = features.reduce((sum, value) => sum + Number(value !== 0), 0);
  const [starts, columns, values] = [new Int32Array(rows + 1), new Int32Array(count), new Float32Array(count)];
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < inputs; column++) {
      const value = features[row * inputs + column] ?? 0;
      if (value === 0) continue;
      columns[at] = column;
      values[at++] = value;
    }
    starts[row + 1] = at;
  }
  return { rows, inputs, starts, columns, values };
}
