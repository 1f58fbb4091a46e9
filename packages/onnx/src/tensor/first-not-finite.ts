/**
 * Index of the first element that is NaN or an infinity; −1 if there is none. A plain loop: it runs over every weight
 * of a file, where `findIndex` takes several times as long.
 */
export function firstNotFinite(values: Float32Array): number {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (value - value !== 0) return index;
  }
  return -1;
}
