/** The values rounded to float32, as doubles; NaN stays. */
export function roundedToFloat32(values: Float64Array): Float64Array {
  return Float64Array.from(Float32Array.from(values));
}
