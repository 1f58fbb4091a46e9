// How activations are quantised for one call: by the largest magnitude of the row, over all threads.

import { quantisationLimit } from './accumulate-int8';
import { countsOf, threads } from './layout';

/** Largest |value| of a row of a stage buffer, over the columns of all threads; NaN if any value is. */
export function largestOf(buffer: usize, row: i32): f32 {
  let largest: f32 = 0;
  for (let thread = 0; thread < threads(); thread++) {
    largest = max<f32>(largest, load<f32>(countsOf(buffer, thread) + ((<usize>row) << 2), 20));
  }
  return largest;
}

/** Integers per unit of activation for sums over `units` units; 0 if the row is all 0, −1 if it is not finite. */
export function inverseScale(largest: f32, units: i32): f32 {
  if (!(largest < Infinity)) return -1;
  return largest > 0 ? <f32>quantisationLimit(units) / largest : 0;
}

/** The factor that converts integer sums to float. Returns NaN for non-finite inputs. */
export function backScale(inverse: f32): f32 {
  return inverse > 0 ? <f32>1 / inverse : inverse < 0 ? NaN : <f32>0;
}
