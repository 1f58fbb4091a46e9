// The second factor of a gated FFN block: for the active units of g = relu(x·Wg) only, g ← g · (x·Wu + bu).
//
// Each thread works on its own active list, so no meeting is needed between gate and factor. x is the dense buffer of the
// stage before; Wu is stored by units, one contiguous row each.

import { dotBfloat16 } from './accumulate-bfloat16';
import { dotInt8, quantisationLimit, quantise } from './accumulate-int8';
import { dotFloat32, dotFourFloat32 } from './dot-float32';
import {
  activeOf, BFLOAT16, countsOf, FLOAT32, indexOf, scratch, scratchBytes, stageInputs, stagePrecision, threads, upBias, upScales,
  upWeights, upWidth, valuesOf,
} from './layout';

@inline
function finish(active: usize, values: usize, unit: u32, bias: usize, factor: f32): void {
  const product = load<f32>(active) * (factor + load<f32>(bias + ((<usize>unit) << 2)));
  store<f32>(active, product);
  store<f32>(values + ((<usize>unit) << 2), product);
}

/** Largest |value| of a row of a stage buffer, over the columns of all threads. */
export function largestOf(buffer: usize, row: i32): f32 {
  let largest: f32 = 0;
  for (let thread = 0; thread < threads(); thread++) {
    largest = max<f32>(largest, load<f32>(countsOf(buffer, thread) + ((<usize>row) << 2), 20));
  }
  return largest;
}

/** Integers per unit of activation for sums over `units` units; 0 if the row is all 0 or not finite. */
export function inverseScale(largest: f32, units: i32): f32 {
  return largest > 0 && largest < Infinity ? <f32>quantisationLimit(units) / largest : 0;
}

/** One row of the batch, one thread's active units. `from` is the buffer of the stage before, `to` that of this one. */
export function multiplyUp(stage: usize, from: usize, to: usize, row: i32, thread: i32, firstUnit: i32): void {
  const index = indexOf(to, row) + ((<usize>firstUnit) << 2);
  const active = activeOf(to, row) + ((<usize>firstUnit) << 2);
  const values = valuesOf(to, row);
  const count = load<i32>(countsOf(to, thread) + ((<usize>row) << 2));
  const x = valuesOf(from, row);
  const weights = upWeights(stage);
  const length = upWidth(stage);
  const bias = upBias(stage);
  if (stagePrecision(stage) == FLOAT32) {
    const stride = (<usize>length) << 2;
    const four = scratch() + <usize>thread * scratchBytes();
    let k = 0;
    for (; k + 4 <= count; k += 4) {
      const at = (<usize>k) << 2;
      const u0 = load<u32>(index + at, 0);
      const u1 = load<u32>(index + at, 4);
      const u2 = load<u32>(index + at, 8);
      const u3 = load<u32>(index + at, 12);
      dotFourFloat32(x, weights + <usize>u0 * stride, weights + <usize>u1 * stride, weights + <usize>u2 * stride, weights + <usize>u3 * stride, stride, four);
      finish(active + at, values, u0, bias, load<f32>(four, 0));
      finish(active + at + 4, values, u1, bias, load<f32>(four, 4));
      finish(active + at + 8, values, u2, bias, load<f32>(four, 8));
      finish(active + at + 12, values, u3, bias, load<f32>(four, 12));
    }
    for (; k < count; k++) {
      const unit = load<u32>(index + ((<usize>k) << 2));
      finish(active + ((<usize>k) << 2), values, unit, bias, dotFloat32(x, weights + <usize>unit * stride, stride));
    }
  } else if (stagePrecision(stage) == BFLOAT16) {
    for (let k: usize = 0; k < <usize>count; k++) {
      const unit = load<u32>(index + (k << 2));
      finish(active + (k << 2), values, unit, bias, dotBfloat16(x, weights + <usize>unit * (<usize>length << 1), length));
    }
  } else {
    const inverse = inverseScale(largestOf(from, row), stageInputs(stage));
    const q = scratch() + <usize>thread * scratchBytes();
    quantise(x, q, length, inverse);
    const back: f32 = inverse > 0 ? 1 / inverse : 0;
    for (let k: usize = 0; k < <usize>count; k++) {
      const unit = load<u32>(index + (k << 2));
      const scale = back * load<f32>(upScales(stage) + ((<usize>unit) << 2));
      finish(active + (k << 2), values, unit, bias, <f32>dotInt8(q, weights + <usize>unit * <usize>length, length) * scale);
    }
  }
}
