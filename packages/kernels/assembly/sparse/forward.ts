// One thread's part of a forward pass. All threads run this at the same time; thread 0 is the caller.
//
//   inputs → stage buffer A → (sums → activations, active lists) → stage buffer B → … → outputs
//
// Every thread owns a range of columns of every stage: it alone sums, activates and lists them, so no sum is ever shared and
// results are the same bits for any number of threads. Threads meet once per stage. Rows of the batch go in tiles of four.

import { accumulateBfloat16 } from './accumulate-bfloat16';
import { accumulateFloat32, accumulateTileFloat32 } from './accumulate-float32';
import { accumulateInt8 } from './accumulate-int8';
import { activateRow, countActive, listActive, listAny } from './finish';
import { inverseScale, largestOf, multiplyUp } from './gated';
import {
  accumulators, activeOf, anyIndexOf, anyValueOf, BFLOAT16, countsOf, firstColumn, FLOAT32, GATED, indexOf, INT8, inputs, outputs,
  rowCount, stageActivation, stageAt, stageBias, stageBuffer, stageCount, stageInputs, stageOutputs, stagePrecision, stageWeights,
  stageWidth, threads, TILE_ROWS, valuesOf, width,
} from './layout';
import { barrier } from './sync';

/**
 * Cost of one unit in a tile of four rows against one unit in one row: the weights are read once but multiplied four times.
 * Measured (docs/performance.md): 1.6 where weights come from memory.
 */
const TILE_COST: f32 = 1.6;

/** Pseudo-stage 0: this thread's columns of the inputs, dense and as lists. */
function takeInputs(stage: usize, firstRow: i32, rows: i32, thread: i32): void {
  const columns = stageInputs(stage);
  const buffer = stageBuffer(0);
  const padded = (columns + 15) & ~15;
  const from = firstColumn(padded, thread);
  const to = firstColumn(padded, thread + 1);
  for (let row = 0; row < rows; row++) {
    const source = inputs() + ((<usize>(firstRow + row) * columns) << 2);
    const values = valuesOf(buffer, row);
    const end = min<i32>(to, columns);
    if (end > from) memory.copy(values + ((<usize>from) << 2), source + ((<usize>from) << 2), (<usize>(end - from)) << 2);
    for (let j = max<i32>(end, from); j < to; j++) store<f32>(values + ((<usize>j) << 2), 0);
    listActive(columns, buffer, row, thread, from, to);
  }
  if (rows > 1) listAny(columns, buffer, rows, thread, from, to);
  countActive(buffer, rows, thread, 0);
}

function startSums(stage: usize, rows: i32, from: i32, to: i32): void {
  const bytes = (<usize>(to - from)) << 2;
  for (let row = 0; row < rows; row++) {
    const sums = accumulators() + ((<usize>row * width() + from) << 2);
    if (stagePrecision(stage) == INT8) memory.fill(sums, 0, bytes);
    else memory.copy(sums, stageBias(stage) + ((<usize>from) << 2), bytes);
  }
}

/** True if one pass over the units active in any row is cheaper than a pass for each row over its own. */
function preferTile(buffer: usize, rows: i32): bool {
  let any: i32 = 0;
  let each: i32 = 0;
  for (let thread = 0; thread < threads(); thread++) {
    const counts = countsOf(buffer, thread);
    any += load<i32>(counts, 16);
    for (let row = 0; row < rows; row++) each += load<i32>(counts + ((<usize>row) << 2));
  }
  return <f32>any * TILE_COST < <f32>each;
}

function accumulateTile(stage: usize, buffer: usize, from: i32, to: i32, previous: i32): void {
  const weights = stageWeights(stage) + ((<usize>from) << 2);
  const stride = (<usize>stageWidth(stage)) << 2;
  const sums = accumulators() + ((<usize>from) << 2);
  for (let thread = 0; thread < threads(); thread++) {
    const start = firstColumn(previous, thread);
    const count = load<i32>(countsOf(buffer, thread), 16);
    accumulateTileFloat32(
      sums, width() << 2, (<usize>(to - from)) << 2, weights, stride,
      anyIndexOf(buffer) + ((<usize>start) << 2), anyValueOf(buffer) + ((<usize>start * TILE_ROWS) << 2), count,
    );
  }
}

/** Gives the factor that turns int32 sums back; 1 for other precisions. */
function accumulateRow(stage: usize, buffer: usize, row: i32, from: i32, to: i32, previous: i32): f32 {
  const precision = stagePrecision(stage);
  const bytes = (<usize>(to - from)) << 2;
  const sums = accumulators() + ((<usize>row * width() + from) << 2);
  let inverse: f32 = 1;
  if (precision == INT8) {
    let units = 0;
    for (let thread = 0; thread < threads(); thread++) units += load<i32>(countsOf(buffer, thread) + ((<usize>row) << 2));
    inverse = inverseScale(largestOf(buffer, row), units);
  }
  for (let thread = 0; thread < threads(); thread++) {
    const start = (<usize>firstColumn(previous, thread)) << 2;
    const count = load<i32>(countsOf(buffer, thread) + ((<usize>row) << 2));
    const index = indexOf(buffer, row) + start;
    const active = activeOf(buffer, row) + start;
    const columns = <usize>stageWidth(stage);
    if (precision == FLOAT32) accumulateFloat32(sums, bytes, stageWeights(stage) + ((<usize>from) << 2), columns << 2, index, active, count);
    else if (precision == BFLOAT16) accumulateBfloat16(sums, bytes, stageWeights(stage) + ((<usize>from) << 1), columns << 1, index, active, count);
    else accumulateInt8(sums, bytes, stageWeights(stage) + <usize>from, columns, index, active, count, inverse);
  }
  return inverse;
}

function runStage(stage: usize, from: usize, to: usize, rows: i32, thread: i32, previous: i32): void {
  const first = firstColumn(stageWidth(stage), thread);
  const end = firstColumn(stageWidth(stage), thread + 1);
  startSums(stage, rows, first, end);
  const tile = rows > 1 && stagePrecision(stage) == FLOAT32 && preferTile(from, rows);
  if (tile) accumulateTile(stage, from, first, end, previous);
  for (let row = 0; row < rows; row++) {
    const inverse = tile ? <f32>1 : accumulateRow(stage, from, row, first, end, previous);
    activateRow(stage, to, row, first, end, inverse > 0 ? <f32>1 / inverse : <f32>0);
    listActive(stageOutputs(stage), to, row, thread, first, end);
    if (stageActivation(stage) == GATED) {
      multiplyUp(stage, from, to, row, thread, first);
      noteLargest(to, row, thread, first);
    }
  }
  if (rows > 1) listAny(stageOutputs(stage), to, rows, thread, first, end);
}

/** The products of a gated stage are what int8 must scale by. */
function noteLargest(buffer: usize, row: i32, thread: i32, first: i32): void {
  const counts = countsOf(buffer, thread) + ((<usize>row) << 2);
  const active = activeOf(buffer, row) + ((<usize>first) << 2);
  let largest: f32 = 0;
  for (let k: usize = 0; k < <usize>load<i32>(counts); k++) largest = max<f32>(largest, abs<f32>(load<f32>(active + (k << 2))));
  store<f32>(counts, largest, 20);
}

function giveOutputs(stage: usize, buffer: usize, firstRow: i32, rows: i32, thread: i32): void {
  const columns = stageOutputs(stage);
  const from = firstColumn(stageWidth(stage), thread);
  const end = min<i32>(firstColumn(stageWidth(stage), thread + 1), columns);
  if (end <= from) return;
  for (let row = 0; row < rows; row++) {
    memory.copy(
      outputs() + ((<usize>(firstRow + row) * columns + from) << 2),
      valuesOf(buffer, row) + ((<usize>from) << 2),
      (<usize>(end - from)) << 2,
    );
  }
}

/** The whole pass for `rowCount()` rows. */
export function forwardThread(thread: i32): void {
  const all = rowCount();
  const stages = stageCount();
  for (let firstRow = 0; firstRow < all; firstRow += TILE_ROWS) {
    const rows = min<i32>(TILE_ROWS, all - firstRow);
    takeInputs(stageAt(0), firstRow, rows, thread);
    barrier();
    let previous = (stageInputs(stageAt(0)) + 15) & ~15;
    for (let s = 0; s < stages; s++) {
      const stage = stageAt(s);
      const to = stageBuffer((s + 1) & 1);
      runStage(stage, stageBuffer(s & 1), to, rows, thread, previous);
      countActive(to, rows, thread, s + 1);
      if (s == stages - 1) giveOutputs(stage, to, firstRow, rows, thread);
      barrier();
      previous = stageWidth(stage);
    }
  }
}
