/** A rounding error of more than this share of the standard deviation counts as a loss. */
const tolerated = 1e-4;

/**
 * Whether a column of numbers loses by rounding to float32, so that it has to enter a graph in double precision: a
 * value becomes infinite, a whole number changes in a column of whole numbers (epochs, identifiers), or a value moves
 * by more than a ten-thousandth of the standard deviation.
 *
 * @param values - finite numbers, NaN where missing
 */
export function losesInFloat32(values: Float64Array): boolean {
  let present = 0;
  let sum = 0;
  let largest = 0;
  let whole = true;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    present++;
    sum += value;
    largest = Math.max(largest, Math.abs(value - Math.fround(value)));
    whole &&= Number.isInteger(value);
  }
  if (largest === 0) return false;
  if (whole || largest === Infinity) return true;
  const mean = sum / present;
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  return largest > tolerated * Math.sqrt(squares / present);
}

/** The values rounded to float32, as doubles; NaN stays. */
export function roundedToFloat32(values: Float64Array): Float64Array {
  // Constructors copy arrays of numbers at once; `from` asks for each value.
  return new Float64Array(new Float32Array(values));
}
