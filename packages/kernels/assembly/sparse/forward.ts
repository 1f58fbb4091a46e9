// One thread's part of a forward pass. All threads run this at the same time; thread 0 is the caller.
//
//   inputs → stage buffer A → (sums → activations, active lists) → stage buffer B → … → outputs
//
// Every thread owns a range of columns of every stage: it alone sums, activates and lists them, so no sum is ever shared and
// results are the same bits for any number of threads. Threads meet once per stage. Rows of the batch go in tiles of four. Where
// the last call showed little to do, the caller does the parts of all threads by itself.

import { accumulateBfloat16 } from './accumulate-bfloat16';
import { accumulateFloat32, accumulateTileFloat32 } from './accumulate-float32';
import { accumulateInt8 } from './accumulate-int8';
import { activateRow, countActive, listActive, listAny } from './finish';
import { multiplyUp } from './gated';
import {
  accumulators, activeOf, anyIndexOf, anyValueOf, BFLOAT16, byOutput, countsOf, firstColumn, FLOAT32, GATED, indexOf, INT8, inputs,
  listActiveOf, listIndexOf, outputs, rowCount, rowLength, setWorkOfRow, stageActivation, stageAt, stageBias, stageBuffer, stageCount, stageInputs,
  stageOutputs, stagePrecision, stageWeights, stageWidth, threads, TILE_ROWS, valuesOf, width,
} from './layout';
import { multiplyRows, quantiseRow, rowBytes } from './multiply-rows';
import { backScale, inverseScale, largestOf } from './quantisation';
import { barrier } from './sync';

/**
 * Cost of one unit in a tile of four rows against one unit in one row: the weights are read once but multiplied four times.
 * Measured (docs/sparse-performance.md): 1.6 where weights come from memory.
 */
const TILE_COST: f32 = 1.6;

/**
 * From this share of active units on, a row multiplies all of them: eight unbroken streams are worth more than the zeros they
 * carry (docs/sparse-performance.md: 32 GB/s against 20).
 */
const DENSE_FROM: f32 = 0.65;

/** Pseudo-stage 0: this thread's columns of the inputs, dense and, if the first stage reads them, as lists. */
function takeInputs(stage: usize, firstRow: i32, rows: i32, thread: i32): void {
  const columns = stageInputs(stage);
  const buffer = stageBuffer(0);
  const padded = (columns + 15) & ~15;
  const from = firstColumn(padded, thread);
  const to = firstColumn(padded, thread + 1);
  const listed = byOutput(stage) == 0;
  for (let row = 0; row < rows; row++) {
    const source = inputs() + ((<usize>(firstRow + row) * columns) << 2);
    const values = valuesOf(buffer, row);
    const end = min<i32>(to, columns);
    if (end > from) memory.copy(values + ((<usize>from) << 2), source + ((<usize>from) << 2), (<usize>(end - from)) << 2);
    for (let j = max<i32>(end, from); j < to; j++) store<f32>(values + ((<usize>j) << 2), 0);
    listActive(buffer, row, thread, from, to, listed);
  }
  if (rows > 1 && listed) listAny(buffer, rows, thread, from, to);
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

function accumulateTile(panel: usize, buffer: usize, from: i32, to: i32, previous: i32): void {
  const sums = accumulators() + ((<usize>from) << 2);
  for (let thread = 0; thread < threads(); thread++) {
    const start = firstColumn(previous, thread);
    const count = load<i32>(countsOf(buffer, thread), 16);
    accumulateTileFloat32(
      sums, width() << 2, (<usize>(to - from)) << 2, panel,
      anyIndexOf(buffer) + ((<usize>start) << 2), anyValueOf(buffer) + ((<usize>start * TILE_ROWS) << 2), count,
    );
  }
}

/** Brings the lists of all threads into one in this thread's scratch, so that its order does not tell who made it. Gives its length. */
function gatherList(stage: usize, buffer: usize, row: i32, thread: i32, previous: i32): i32 {
  const index = listIndexOf(thread);
  const active = listActiveOf(thread);
  const units = stageInputs(stage);
  let count = 0;
  for (let from = 0; from < threads(); from++) count += load<i32>(countsOf(buffer, from) + ((<usize>row) << 2));
  if (<f32>count >= DENSE_FROM * <f32>units) {
    for (let unit = 0; unit < units; unit++) store<u32>(index + ((<usize>unit) << 2), unit);
    memory.copy(active, valuesOf(buffer, row), (<usize>units) << 2);
    return units;
  }
  let at: usize = 0;
  for (let from = 0; from < threads(); from++) {
    const start = (<usize>firstColumn(previous, from)) << 2;
    const bytes = (<usize>load<i32>(countsOf(buffer, from) + ((<usize>row) << 2))) << 2;
    memory.copy(index + at, indexOf(buffer, row) + start, bytes);
    memory.copy(active + at, activeOf(buffer, row) + start, bytes);
    at += bytes;
  }
  return count;
}

/** One row of the batch over its own list; gives the factor that turns integer sums back, 1 for other precisions. */
function accumulateRow(stage: usize, panel: usize, buffer: usize, row: i32, from: i32, to: i32, thread: i32, previous: i32): f32 {
  const bytes = (<usize>(to - from)) << 2;
  const sums = accumulators() + ((<usize>row * width() + from) << 2);
  const count = gatherList(stage, buffer, row, thread, previous);
  const index = listIndexOf(thread);
  const active = listActiveOf(thread);
  if (stagePrecision(stage) == FLOAT32) {
    accumulateFloat32(sums, bytes, panel, index, active, count);
  } else if (stagePrecision(stage) == BFLOAT16) {
    accumulateBfloat16(sums, bytes, panel, index, active, count);
  } else {
    const inverse = inverseScale(largestOf(buffer, row), count);
    accumulateInt8(sums, bytes, panel, index, active, count, inverse);
    return backScale(inverse);
  }
  return 1;
}

/**
 * One stage, this thread's columns. `listed`: somebody reads the lists of the results, i.e. a stage with weights by input
 * follows.
 */
function runStage(stage: usize, from: usize, to: usize, rows: i32, thread: i32, previous: i32, listed: bool): void {
  const first = firstColumn(stageWidth(stage), thread);
  const end = firstColumn(stageWidth(stage), thread + 1);
  const precision = stagePrecision(stage);
  const gated = stageActivation(stage) == GATED;
  // Each thread's weights are one panel, in either order.
  const rowOfPanel = byOutput(stage) ? rowLength(stage) : stageInputs(stage);
  const panel = stageWeights(stage) + <usize>first * rowBytes(precision, rowOfPanel);
  startSums(stage, rows, first, end);
  const tile = !byOutput(stage) && rows > 1 && precision == FLOAT32 && preferTile(from, rows);
  if (byOutput(stage)) {
    if (precision == INT8) for (let row = 0; row < rows; row++) quantiseRow(stage, from, row, thread);
    multiplyRows(stage, from, panel, rows, thread, first, end);
  } else if (tile) {
    accumulateTile(panel, from, first, end, previous);
  }
  for (let row = 0; row < rows; row++) {
    let back: f32 = 1;
    if (!byOutput(stage) && !tile) back = accumulateRow(stage, panel, from, row, first, end, thread, previous);
    else if (precision == INT8) back = backScale(inverseScale(largestOf(from, row), stageInputs(stage)));
    activateRow(stage, to, row, first, end, back);
    listActive(to, row, thread, first, end, listed || gated);
    if (gated) multiplyUp(stage, from, to, row, thread, first);
  }
  if (rows > 1 && listed) listAny(to, rows, thread, first, end);
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

/** Somebody reads the lists of a stage's results: a stage with weights by input follows. */
@inline
function listedAfter(s: i32): bool {
  return s + 1 < stageCount() && byOutput(stageAt(s + 1)) == 0;
}

/** Units that the previous stage, or the inputs, are dealt out by. */
@inline
function widthBefore(s: i32): i32 {
  return s == 0 ? (stageInputs(stageAt(0)) + 15) & ~15 : stageWidth(stageAt(s - 1));
}

/** One stage of a tile for one thread's columns, with its statistics; the last one gives the outputs. */
function runStageOf(s: i32, firstRow: i32, rows: i32, thread: i32): void {
  const stage = stageAt(s);
  const to = stageBuffer((s + 1) & 1);
  runStage(stage, stageBuffer(s & 1), to, rows, thread, widthBefore(s), listedAfter(s));
  countActive(to, rows, thread, s + 1);
  if (s == stageCount() - 1) giveOutputs(stage, to, firstRow, rows, thread);
}

/** Products of a stage for the rows of a tile; its inputs are complete. */
function workOf(stage: usize, from: usize, rows: i32): f64 {
  if (byOutput(stage)) return <f64>rows * <f64>stageInputs(stage) * <f64>stageOutputs(stage);
  let units: i32 = 0;
  for (let thread = 0; thread < threads(); thread++) {
    for (let row = 0; row < rows; row++) units += load<i32>(countsOf(from, thread) + ((<usize>row) << 2));
  }
  return <f64>units * <f64>stageOutputs(stage);
}

/** One thread's part of the whole pass for `rowCount()` rows. */
export function forwardThread(thread: i32): void {
  const all = rowCount();
  let work: f64 = 0;
  for (let firstRow = 0; firstRow < all; firstRow += TILE_ROWS) {
    const rows = min<i32>(TILE_ROWS, all - firstRow);
    takeInputs(stageAt(0), firstRow, rows, thread);
    barrier();
    for (let s = 0; s < stageCount(); s++) {
      if (thread == 0) work += workOf(stageAt(s), stageBuffer(s & 1), rows);
      runStageOf(s, firstRow, rows, thread);
      barrier();
    }
  }
  if (thread == 0) setWorkOfRow(work / <f64>all);
}

/** The whole pass by the calling thread, part by part in place of the others: the same bits, nobody to wake and to meet. */
export function forwardAlone(): void {
  const all = rowCount();
  const parts = threads();
  let work: f64 = 0;
  for (let firstRow = 0; firstRow < all; firstRow += TILE_ROWS) {
    const rows = min<i32>(TILE_ROWS, all - firstRow);
    for (let part = 0; part < parts; part++) takeInputs(stageAt(0), firstRow, rows, part);
    for (let s = 0; s < stageCount(); s++) {
      work += workOf(stageAt(s), stageBuffer(s & 1), rows);
      for (let part = 0; part < parts; part++) runStageOf(s, firstRow, rows, part);
    }
  }
  setWorkOfRow(work / <f64>all);
}
