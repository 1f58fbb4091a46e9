/**
 * Row-by-matrix products in place of a BLAS: out = rows · matrix.
 *
 * Method: for each element, products and sums in ascending order of the inner index with separate rounding, as the
 * reference BLAS does. Layout: `rows` [count, inner] starts at `offset` in a row-major array of `stride` columns;
 * `matrix` [inner, columns]; the result is a new row-major [count, columns].
 */
export function multiplyRows(
  rows: Float64Array,
  shape: { readonly count: number; readonly inner: number; readonly stride: number; readonly offset: number },
  matrix: Float64Array,
  columns: number,
): Float64Array {
  const { count, inner, stride, offset } = shape;
  const out = new Float64Array(count * columns);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < inner; k++) {
      const factor = rows[offset + row * stride + k] ?? 0;
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        out[at] = (out[at] ?? 0) + factor * (matrix[k * columns + column] ?? 0);
      }
    }
  }
  return out;
}
