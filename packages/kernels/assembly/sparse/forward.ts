// One thread's part of a forward pass. All threads run this at the same time; thread 0 is the caller.
//
//   inputs → stage buffer A → (sums → activations, active lists) → stage buffer B → … → outputs
//
// Every thread has a range of columns of every stage. It activates and lists them, and sums them if the stage's inputs
// are dense. After ReLU the list of active units is summed in two halves, by the two threads that share a panel of
// weights (layout.ts) or one after the other, and always added as half 0 + half 1: results are bit-identical for any
// number of threads. Threads synchronise once per stage, and once more between the halves and their sum. Rows of the
// batch are processed in tiles of four. If the last call had little work, the caller executes the parts of all threads.

import { accumulateBfloat16 } from './accumulate-bfloat16';
import { accumulateAllFloat32, accumulateFloat32 } from './accumulate-float32';
import { accumulateInt8, quantiseList } from './accumulate-int8';
import { accumulateTileFloat32 } from './accumulate-tile';
import { activateRow, countActive, listActive, listAny } from './finish';
import { gatherList, listLength } from './gather-list';
import { multiplyUp } from './gated';
import {
  anyIndexOf, anyValueOf, BFLOAT16, byOutput, countsOf, firstColumn, firstOfPanel, FLOAT32, GATED, halvesShared, INT8, inputs,
  listActiveOf, listOf, outputs, panelOf, panelWeights, quantisedRow, rowBytes, rowCount, rowLength, setWorkOfRow, stageActivation, stageAt,
  stageBias, stageBuffer, stageCount, stageInputs, stageOutputs, stagePrecision, stageScreen, stageWeights, stageWidth, sumsOf, threads, TILE_ROWS,
  valuesOf, width,
} from './layout';
import { multiplyRows, quantiseRow } from './multiply-rows';
import { backScale, inverseScale, largestOf } from './quantisation';
import { sumScreened, watchActive } from './screen-stage';
import { barrier } from './sync';

/**
 * Cost of one unit in a tile of four rows relative to one unit in one row: the weights are read once but multiplied
 * four times. See docs/sparse-performance.md.
 */
const TILE_COST: f32 = 1.6;

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

/** Sums of a row begin with the bias (int8 adds it last), those of half 1 with 0. */
function startSums(stage: usize, half: i32, row: i32, from: i32, to: i32): void {
  const bytes = (<usize>(to - from)) << 2;
  const sums = sumsOf(half, row) + ((<usize>from) << 2);
  if (half == 1 || stagePrecision(stage) == INT8) memory.fill(sums, 0, bytes);
  else memory.copy(sums, stageBias(stage) + ((<usize>from) << 2), bytes);
}

/** True if one pass over the units active in any row is cheaper than one pass per row over its own active units. */
function preferTile(stage: usize, buffer: usize, rows: i32): bool {
  if (byOutput(stage) || rows == 1 || stagePrecision(stage) != FLOAT32) return false;
  let any: i32 = 0;
  let each: i32 = 0;
  for (let thread = 0; thread < threads(); thread++) {
    const counts = countsOf(buffer, thread);
    any += load<i32>(counts, 16);
    for (let row = 0; row < rows; row++) each += load<i32>(counts + ((<usize>row) << 2));
  }
  return <f32>any * TILE_COST < <f32>each;
}

/** This thread's columns of all rows over the units active in any. */
function accumulateTile(stage: usize, buffer: usize, from: i32, to: i32, thread: i32, previous: i32): void {
  const panel = panelOf(thread);
  const firstOfRow = firstOfPanel(stageWidth(stage), panel);
  const stride = (<usize>(firstOfPanel(stageWidth(stage), panel + 1) - firstOfRow)) << 2;
  const weights = panelWeights(stage, panel) + ((<usize>(from - firstOfRow)) << 2);
  const sums = sumsOf(0, 0) + ((<usize>from) << 2);
  for (let other = 0; other < threads(); other++) {
    const start = firstColumn(previous, other);
    const count = load<i32>(countsOf(buffer, other), 16);
    accumulateTileFloat32(
      sums, width() << 2, (<usize>(to - from)) << 2, weights, stride,
      anyIndexOf(buffer) + ((<usize>start) << 2), anyValueOf(buffer) + ((<usize>start * TILE_ROWS) << 2), count,
    );
  }
}

/** One row of the batch over its own list: this thread's halves of it, for the columns of its panel. */
function accumulateRow(stage: usize, buffer: usize, row: i32, thread: i32, previous: i32): void {
  const panel = panelOf(thread);
  const first = firstOfPanel(stageWidth(stage), panel);
  const end = firstOfPanel(stageWidth(stage), panel + 1);
  const bytes = (<usize>(end - first)) << 2;
  const groups = gatherList(stage, buffer, row, thread, previous);
  const precision = stagePrecision(stage);
  const all = listLength(stage, buffer, row) == stageInputs(stage);
  for (let half = 0; half < 2; half++) {
    if (halvesShared() && half != (thread & 1)) continue;
    startSums(stage, half, row, first, end);
    const skipped = half == 0 ? 0 : groups >> 1;
    const count = half == 0 ? groups >> 1 : groups - skipped;
    const sums = sumsOf(half, row) + ((<usize>first) << 2);
    const list = listOf(thread) + ((<usize>skipped) << 5);
    const active = listActiveOf(thread) + ((<usize>skipped) << 5);
    if (precision == FLOAT32) {
      if (all) accumulateAllFloat32(sums, bytes, list, active, count);
      else accumulateFloat32(sums, bytes, list, active, count);
    }
    else if (precision == BFLOAT16) accumulateBfloat16(sums, bytes, list, active, count);
    else {
      const pairs = quantisedRow(thread, 0);
      quantiseList(active, pairs, count, inverseScale(largestOf(buffer, row), listLength(stage, buffer, row)));
      accumulateInt8(sums, bytes, list, pairs, count);
    }
  }
}

/**
 * One stage: this thread's share of the sums. True if they are in two halves, which are complete only after all
 * threads.
 */
function sumStage(stage: usize, from: usize, rows: i32, thread: i32, previous: i32): bool {
  const tile = preferTile(stage, from, rows);
  if (!byOutput(stage) && !tile) {
    for (let row = 0; row < rows; row++) accumulateRow(stage, from, row, thread, previous);
    return true;
  }
  const first = firstColumn(stageWidth(stage), thread);
  const end = firstColumn(stageWidth(stage), thread + 1);
  if (rows == 1 && stageScreen(stage) != 0 && sumScreened(stage, from, thread, first, end)) return false;
  for (let row = 0; row < rows; row++) startSums(stage, 0, row, first, end);
  if (tile) {
    accumulateTile(stage, from, first, end, thread, previous);
    return false;
  }
  const precision = stagePrecision(stage);
  if (precision == INT8) for (let row = 0; row < rows; row++) quantiseRow(stage, from, row, thread);
  multiplyRows(stage, from, stageWeights(stage) + <usize>first * rowBytes(precision, rowLength(stage)), rows, thread, first, end);
  return false;
}

/** The factor that converts a row's integer sums to float; 1 for other precisions. */
function backOf(stage: usize, from: usize, row: i32): f32 {
  if (stagePrecision(stage) != INT8) return 1;
  const units = byOutput(stage) ? stageInputs(stage) : listLength(stage, from, row);
  return backScale(inverseScale(largestOf(from, row), units));
}

/**
 * Sums → activations and lists, this thread's columns. `listed`: the lists of the results are read, i.e. a stage with
 * weights by input follows.
 */
function finishStage(stage: usize, from: usize, to: usize, rows: i32, thread: i32, halved: bool, listed: bool): void {
  const first = firstColumn(stageWidth(stage), thread);
  const end = firstColumn(stageWidth(stage), thread + 1);
  const gated = stageActivation(stage) == GATED;
  for (let row = 0; row < rows; row++) {
    activateRow(stage, to, row, first, end, halved, backOf(stage, from, row));
    listActive(to, row, thread, first, end, listed || gated);
    if (rows == 1 && stageScreen(stage) != 0) watchActive(stage, thread, load<i32>(countsOf(to, thread)));
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

/** True if the lists of a stage's results are read: a stage with weights by input follows. */
@inline
function listedAfter(s: i32): bool {
  return s + 1 < stageCount() && byOutput(stageAt(s + 1)) == 0;
}

/** Number of units over which the previous stage, or the inputs, are divided between threads. */
@inline
function widthBefore(s: i32): i32 {
  return s == 0 ? (stageInputs(stageAt(0)) + 15) & ~15 : stageWidth(stageAt(s - 1));
}

/** Sums of stage `s` for a tile, this thread's share; see {@link sumStage}. */
@inline
function sumStageOf(s: i32, rows: i32, thread: i32): bool {
  return sumStage(stageAt(s), stageBuffer(s & 1), rows, thread, widthBefore(s));
}

/** Results of stage `s` for one thread's columns, with its statistics; the last stage writes the outputs. */
function finishStageOf(s: i32, firstRow: i32, rows: i32, thread: i32, halved: bool): void {
  const stage = stageAt(s);
  const to = stageBuffer((s + 1) & 1);
  finishStage(stage, stageBuffer(s & 1), to, rows, thread, halved, listedAfter(s));
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
      const halved = sumStageOf(s, rows, thread);
      if (halved && halvesShared()) barrier();
      finishStageOf(s, firstRow, rows, thread, halved);
      barrier();
    }
  }
  if (thread == 0) setWorkOfRow(work / <f64>all);
}

/** The whole pass on the calling thread, part by part: the same bits, without waking or synchronising threads. */
export function forwardAlone(): void {
  const all = rowCount();
  const parts = threads();
  let work: f64 = 0;
  for (let firstRow = 0; firstRow < all; firstRow += TILE_ROWS) {
    const rows = min<i32>(TILE_ROWS, all - firstRow);
    for (let part = 0; part < parts; part++) takeInputs(stageAt(0), firstRow, rows, part);
    for (let s = 0; s < stageCount(); s++) {
      work += workOf(stageAt(s), stageBuffer(s & 1), rows);
      let halved = false;
      for (let part = 0; part < parts; part++) halved = sumStageOf(s, rows, part);
      for (let part = 0; part < parts; part++) finishStageOf(s, firstRow, rows, part, halved);
    }
  }
  setWorkOfRow(work / <f64>all);
}
