// Completes one thread's columns after their sums: scale and bias (int8), activation, and, in the same pass, the list
// of active units for the next stage. The zero test is v ≠ 0, so NaN counts as active and is passed on.

import {
  activeOf, anyIndexOf, anyValueOf, countsOf, GATED, indexOf, INT8, RELU, SILU, stageActivation, stageBias, stageOutputs,
  stageOutputs, stagePrecision, stageScales, statistics, statisticsBytes, sumsOf, TILE_ROWS, valuesOf, width,
} from './layout';
import { silu } from './silu';

@inline
function activate(z: v128, activation: i32): v128 {
  if (activation == RELU || activation == GATED) return f32x4.max(z, f32x4.splat(0));
  if (activation == SILU) return silu(z);
  return z;
}

/**
 * Sums → activations of one row, columns [from, to) (multiples of 4), written to the stage buffer. `halved`: the sums
 * are in two halves.
 */
export function activateRow(stage: usize, buffer: usize, row: i32, from: i32, to: i32, halved: bool, scale: f32): void {
  const activation = stageActivation(stage);
  const sums = sumsOf(0, row);
  const more = sumsOf(1, row);
  const values = valuesOf(buffer, row);
  if (stagePrecision(stage) == INT8) {
    const factor = f32x4.splat(scale);
    for (let j = <usize>from << 2; j < <usize>to << 2; j += 16) {
      let sum = v128.load(sums + j);
      if (halved) sum = i32x4.add(sum, v128.load(more + j));
      const scaled = f32x4.mul(f32x4.convert_i32x4_s(sum), f32x4.mul(factor, v128.load(stageScales(stage) + j)));
      v128.store(values + j, activate(f32x4.add(scaled, v128.load(stageBias(stage) + j)), activation));
    }
  } else {
    for (let j = <usize>from << 2; j < <usize>to << 2; j += 16) {
      let sum = v128.load(sums + j);
      if (halved) sum = f32x4.add(sum, v128.load(more + j));
      v128.store(values + j, activate(sum, activation));
    }
  }
  // Weights read with a neighbour's bits (bfloat16) are not exactly 0 there.
  for (let column = max<i32>(from, stageOutputs(stage)); column < to; column++) store<f32>(values + ((<usize>column) << 2), 0);
}

/**
 * Counts the non-zero values of one row in columns [from, to), lists them if the list will be read, and records the
 * largest magnitude for int8's scale. Columns beyond the outputs hold 0.
 */
export function listActive(buffer: usize, row: i32, thread: i32, from: i32, to: i32, listed: bool): void {
  const values = valuesOf(buffer, row);
  const index = indexOf(buffer, row) + ((<usize>from) << 2);
  const active = activeOf(buffer, row) + ((<usize>from) << 2);
  let count: usize = 0;
  let largest = f32x4.splat(0);
  for (let j = from; j < to; j += 4) {
    const at = values + ((<usize>j) << 2);
    const v = v128.load(at);
    largest = f32x4.max(largest, f32x4.abs(v));
    let mask = i32x4.bitmask(f32x4.ne(v, f32x4.splat(0)));
    if (!listed) {
      count += <usize>popcnt(mask);
      continue;
    }
    while (mask) {
      const lane = ctz(mask);
      store<u32>(index + (count << 2), j + lane);
      store<f32>(active + (count << 2), load<f32>(at + ((<usize>lane) << 2)));
      count++;
      mask &= mask - 1;
    }
  }
  const counts = countsOf(buffer, thread);
  store<i32>(counts + ((<usize>row) << 2), <i32>count);
  const most = max<f32>(
    max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
  store<f32>(counts + ((<usize>row) << 2), most, 20);
}

/** Adds the rows' counts to the statistics; `place` is 0 for the inputs, s + 1 for stage s. */
export function countActive(buffer: usize, rows: i32, thread: i32, place: i32): void {
  const counts = countsOf(buffer, thread);
  const at = statistics() + <usize>thread * statisticsBytes() + ((<usize>place) << 2);
  let sum = load<u32>(at);
  for (let row = 0; row < rows; row++) sum += load<u32>(counts + ((<usize>row) << 2));
  store<u32>(at, sum);
}

/**
 * Lists the units that are active in any row of the tile, with their values in all rows. Rows beyond the tile hold 0.
 */
export function listAny(buffer: usize, rows: i32, thread: i32, from: i32, to: i32): void {
  const index = anyIndexOf(buffer) + ((<usize>from) << 2);
  const values = anyValueOf(buffer) + ((<usize>from * TILE_ROWS) << 2);
  const line = width() << 2;
  const first = valuesOf(buffer, 0);
  let count: usize = 0;
  for (let j = from; j < to; j++) {
    const at = first + ((<usize>j) << 2);
    let any = false;
    for (let row: usize = 0; row < <usize>rows; row++) any = any || load<f32>(at + row * line) != 0;
    if (!any) continue;
    store<u32>(index + (count << 2), j);
    const into = values + (count << 4);
    v128.store(into, f32x4.splat(0));
    for (let row: usize = 0; row < <usize>rows; row++) store<f32>(into + (row << 2), load<f32>(at + row * line));
    count++;
  }
  store<i32>(countsOf(buffer, thread), <i32>count, 16);
}
