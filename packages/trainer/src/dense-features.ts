import type { Features } from './labelled-rows.js';

/**
 * The features of some rows as a copy, row-major [rows, inputs], for engines without sparse products.
 *
 * @param rows - indices of the rows
 */
export function denseFeatures(features: Features, rows: ArrayLike<number>, inputs: number): Float32Array {
  const dense = new Float32Array(rows.length * inputs);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    if (!('starts' in features)) {
      dense.set(features.subarray(row * inputs, (row + 1) * inputs), at * inputs);
      continue;
    }
    const { starts, columns, values } = features;
    for (let entry = starts[row] ?? 0; entry < (starts[row + 1] ?? 0); entry++) {
      dense[at * inputs + (columns[entry] ?? 0)] = values[entry] ?? Number.NaN;
    }
  }
  return dense;
}
