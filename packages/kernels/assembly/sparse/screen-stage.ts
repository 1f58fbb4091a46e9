// One row of the batch through a stage with a screen: candidates are found by their bounds (screen-rows.ts) and
// computed in float32 in the same order of sums as without a screen; all other sums are 0, so that results are the same
// bits.
//
// Every thread screens its own columns and decides for itself whether the screen pays: where too few units are
// certified it pauses for a number of rows that doubles, then tries one. Active units are counted in pauses as well,
// and there are never more of them than candidates: rows with far fewer than at the start of the pause end it early, so
// that inputs of another kind do not wait for its end. A short pause is ended by one such row; a long one, which
// follows pauses that ended in vain, by several, so that inputs of two kinds in turn are not screened in vain every
// other row.

import { CONSTANTS_BYTES, quantiseInput } from './screen-input';
import { boundBlock, startBounds } from './screen-rows';
import {
  fourOf, listOf, quantisedRow, rowBytes, rowLength, SCREEN_BLOCK, SCREEN_HEAD_BYTES, SCREEN_NORM_BYTES, SCREEN_ROWS, screenHeadLimit,
  screenStateCandidates, screenStateOf, screenStatePause, screenStatePauseActive, screenStatePauseFewer, screenStatePauseLength, screenStateShare,
  screenStateUnits, stageBias,
  stageOutputs, stagePrecision, stageScreen, stageWeights, sumsOf, valuesOf,
} from './layout';
import { dotFour } from './multiply-rows';

/** A row's share of candidates counts this much in the average. */
const NEW: f32 = 0.125;
/** Rows of the first pause and of the longest. */
const FIRST_PAUSE: i32 = 32;
const LONGEST_PAUSE: i32 = 4096;
/** A row of a pause has far fewer active units with less than this share of those that the pause began with. */
const FAR_FEWER: f32 = 0.75;
/** A pause ends early when such rows are at least its length divided by this. */
const ENDS_PAUSE: i32 = 256;

/** False if this row is not screened, because the screen does not pay at present. */
@inline
function screens(state: usize): bool {
  const pause = load<i32>(state, screenStatePause);
  if (pause == 0) return true;
  store<i32>(state, pause - 1, screenStatePause);
  return false;
}

/** Counts, and decides about the next rows. */
function learn(state: usize, units: i32, candidates: i32, limit: f32): void {
  store<u32>(state, load<u32>(state, screenStateUnits) + units, screenStateUnits);
  store<u32>(state, load<u32>(state, screenStateCandidates) + candidates, screenStateCandidates);
  const before = load<f32>(state, screenStateShare);
  const pauseLength = load<i32>(state, screenStatePauseLength);
  const now = <f32>candidates / <f32>units;
  // The average of the rows before a pause says nothing about those behind it.
  const share = pauseLength > 0 ? now : before + NEW * (now - before);
  store<f32>(state, share, screenStateShare);
  if (share <= limit) {
    store<i32>(state, 0, screenStatePauseLength);
    return;
  }
  const length = min<i32>(LONGEST_PAUSE, max<i32>(FIRST_PAUSE, pauseLength << 1));
  store<i32>(state, length, screenStatePauseLength);
  store<i32>(state, length, screenStatePause);
  store<i32>(state, 0, screenStatePauseActive);
  store<i32>(state, 0, screenStatePauseFewer);
}

/**
 * Counts rows of a pause with far fewer active units, in this thread's columns, than the row that began it; enough of
 * them end it.
 */
export function watchActive(stage: usize, thread: i32, active: i32): void {
  const state = screenStateOf(thread, stage);
  if (load<i32>(state, screenStatePause) == 0) return;
  const began = load<i32>(state, screenStatePauseActive);
  if (began == 0) {
    store<i32>(state, max<i32>(1, active), screenStatePauseActive);
  } else if (<f32>active < FAR_FEWER * <f32>began) {
    const fewer = load<i32>(state, screenStatePauseFewer) + 1;
    store<i32>(state, fewer, screenStatePauseFewer);
    if (fewer * ENDS_PAUSE >= load<i32>(state, screenStatePauseLength)) store<i32>(state, 0, screenStatePause);
  }
}

/** Adds those of four units to a list that are not certified, and before `end`; returns the length of the list. */
@inline
function listFour(stage: usize, unit: i32, end: i32, bounds: v128, list: usize, count: i32): i32 {
  const whole = f32x4.add(bounds, v128.load(stageBias(stage) + ((<usize>unit) << 2)));
  // A bound that is NaN is not at most 0.
  let mask = i32x4.bitmask(f32x4.le(whole, f32x4.splat(0))) ^ 15;
  while (mask) {
    const candidate = unit + ctz(mask);
    mask &= mask - 1;
    if (candidate >= end) break;
    store<u32>(list + ((<usize>count) << 2), candidate);
    count++;
  }
  return count;
}

/**
 * Lists the units of [first, end) that are not certified at `list`; returns their number. Four distant streams, block
 * by block in turn, use the memory bandwidth better than one.
 */
function listCandidates(stage: usize, x: usize, constants: usize, first: i32, end: i32, list: usize): i32 {
  const length = rowLength(stage);
  const blocks = (length + SCREEN_BLOCK - 1) / SCREEN_BLOCK;
  const bytes = <usize>(SCREEN_ROWS * length + SCREEN_NORM_BYTES * blocks);
  const screen = stageScreen(stage) + SCREEN_HEAD_BYTES + <usize>(first / SCREEN_ROWS) * bytes;
  const groups = (end - first + SCREEN_ROWS - 1) / SCREEN_ROWS;
  const part = (groups + 3) >> 2;
  let count = 0;
  for (let k = 0; k < part; k++) {
    // Beyond the last four rows the first ones again, whose bounds are not used.
    const g1 = k + part < groups ? k + part : 0;
    const g2 = k + 2 * part < groups ? k + 2 * part : 0;
    const g3 = k + 3 * part < groups ? k + 3 * part : 0;
    let r0 = screen + <usize>k * bytes;
    let r1 = screen + <usize>g1 * bytes;
    let r2 = screen + <usize>g2 * bytes;
    let r3 = screen + <usize>g3 * bytes;
    let b0 = startBounds();
    let b1 = startBounds();
    let b2 = startBounds();
    let b3 = startBounds();
    let at = x;
    let constant = constants;
    for (let left = <usize>length; left > 0;) {
      const columns = min<usize>(SCREEN_BLOCK, left);
      const step = (columns << 2) + SCREEN_NORM_BYTES;
      b0 = f32x4.add(b0, boundBlock(r0, at, constant, columns));
      b1 = f32x4.add(b1, boundBlock(r1, at, constant, columns));
      b2 = f32x4.add(b2, boundBlock(r2, at, constant, columns));
      b3 = f32x4.add(b3, boundBlock(r3, at, constant, columns));
      r0 += step;
      r1 += step;
      r2 += step;
      r3 += step;
      at += columns << 1;
      constant += CONSTANTS_BYTES;
      left -= columns;
    }
    count = listFour(stage, first + SCREEN_ROWS * k, end, b0, list, count);
    if (g1 > 0) count = listFour(stage, first + SCREEN_ROWS * g1, end, b1, list, count);
    if (g2 > 0) count = listFour(stage, first + SCREEN_ROWS * g2, end, b2, list, count);
    if (g3 > 0) count = listFour(stage, first + SCREEN_ROWS * g3, end, b3, list, count);
  }
  return count;
}

/** Products of listed units with the row, and their biases; four rows from four parts of the list at a time. */
function multiplyListed(stage: usize, from: usize, thread: i32, list: usize, count: i32): void {
  const precision = stagePrecision(stage);
  const length = rowLength(stage);
  const bytes = rowBytes(precision, length);
  const weights = stageWeights(stage);
  const sums = sumsOf(0, 0);
  const x = valuesOf(from, 0);
  const four = fourOf(thread);
  const part = (count + 3) >> 2;
  for (let k = 0; k < part; k++) {
    const u0 = unitAt(list, count, k);
    const u1 = unitAt(list, count, k + part);
    const u2 = unitAt(list, count, k + 2 * part);
    const u3 = unitAt(list, count, k + 3 * part);
    dotFour(precision, thread, 0, x, weights + u0 * bytes, weights + u1 * bytes, weights + u2 * bytes, weights + u3 * bytes, length, four);
    addBias(stage, sums, u0, load<f32>(four));
    addBias(stage, sums, u1, load<f32>(four, 4));
    addBias(stage, sums, u2, load<f32>(four, 8));
    addBias(stage, sums, u3, load<f32>(four, 12));
  }
}

@inline
function addBias(stage: usize, sums: usize, unit: usize, product: f32): void {
  store<f32>(sums + (unit << 2), load<f32>(stageBias(stage) + (unit << 2)) + product);
}

/** The unit at a place of the list; beyond its end the first one, which is computed again. */
@inline
function unitAt(list: usize, count: i32, place: i32): usize {
  return <usize>load<u32>(list + (place < count ? (<usize>place) << 2 : 0));
}

/**
 * Sums of the only row of a tile in columns [first, end). False, and nothing done, if they must be computed without a
 * screen.
 */
export function sumScreened(stage: usize, from: usize, thread: i32, first: i32, end: i32): bool {
  const state = screenStateOf(thread, stage);
  const last = min<i32>(end, stageOutputs(stage));
  if (last <= first || !screens(state)) return false;
  const screen = stageScreen(stage);
  const x = quantisedRow(thread, 0);
  const constants = quantisedRow(thread, 1);
  if (!quantiseInput(valuesOf(from, 0), rowLength(stage), screen, x, constants)) return false;
  memory.fill(sumsOf(0, 0) + ((<usize>first) << 2), 0, (<usize>(end - first)) << 2);
  const list = listOf(thread);
  const count = listCandidates(stage, x, constants, first, last, list);
  multiplyListed(stage, from, thread, list, count);
  learn(state, last - first, count, load<f32>(screen, screenHeadLimit));
  return true;
}
