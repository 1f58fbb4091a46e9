// The second factor of a gated FFN block: for the active units of g = relu(x·Wg) only, g ← g · (x·Wu + bu).
//
// Each thread works on its own active list, so no synchronisation is needed between gate and factor. x is the dense
// buffer of the previous stage; Wu is stored by output, one row per unit, and four rows from four parts of the list are
// processed at once.

import {
  activeOf, countsOf, fourOf, indexOf, INT8, rowBytes, rowLength, stagePrecision, upBias, upScales, upWeights, valuesOf,
} from './layout';
import { dotFour, quantiseRow } from './multiply-rows';
import { backScale } from './quantisation';

/**
 * One row of the batch, one thread's active units. `from` is the buffer of the previous stage, `to` that of this one.
 */
export function multiplyUp(stage: usize, from: usize, to: usize, row: i32, thread: i32, firstUnit: i32): void {
  const counts = countsOf(to, thread) + ((<usize>row) << 2);
  const count = load<i32>(counts);
  if (count == 0) return;
  const index = indexOf(to, row) + ((<usize>firstUnit) << 2);
  const active = activeOf(to, row) + ((<usize>firstUnit) << 2);
  const values = valuesOf(to, row);
  const x = valuesOf(from, row);
  const weights = upWeights(stage);
  const length = rowLength(stage);
  const precision = stagePrecision(stage);
  const bytes = rowBytes(precision, length);
  const four = fourOf(thread);
  const back = precision == INT8 ? backScale(quantiseRow(stage, from, row, thread)) : <f32>1;
  const part = (count + 3) >> 2;
  // The next stage's int8 scale depends on the products.
  let largest: f32 = 0;
  for (let k = 0; k < part; k++) {
    const u0 = unitAt(index, count, k);
    const u1 = unitAt(index, count, k + part);
    const u2 = unitAt(index, count, k + 2 * part);
    const u3 = unitAt(index, count, k + 3 * part);
    dotFour(precision, thread, row, x, weights + u0 * bytes, weights + u1 * bytes, weights + u2 * bytes, weights + u3 * bytes, length, four);
    for (let lane = 0; lane < 4; lane++) {
      const place = k + lane * part;
      if (place >= count) break;
      const unit = unitAt(index, count, place) << 2;
      const at = four + ((<usize>lane) << 2);
      const factor = precision == INT8 ? <f32>load<i32>(at) * (back * load<f32>(upScales(stage) + unit)) : load<f32>(at);
      const into = active + ((<usize>place) << 2);
      const product = load<f32>(into) * (factor + load<f32>(upBias(stage) + unit));
      store<f32>(into, product);
      store<f32>(values + unit, product);
      largest = max<f32>(largest, abs<f32>(product));
    }
  }
  store<f32>(counts, largest, 20);
}

/** The unit at an index of the list; beyond its end the first one, whose result is not used. */
@inline
function unitAt(index: usize, count: i32, place: i32): usize {
  return <usize>load<u32>(index + (place < count ? (<usize>place) << 2 : 0));
}
