// The list of one row of the batch in one thread's scratch: addresses of rows of weights, and their activations.

import {
  activeOf, countsOf, firstColumn, firstOfPanel, FLOAT32, indexOf, listActiveOf, listOf, panelOf, panelWeights, rowBytes, stageInputs,
  stagePrecision, stageWidth, threads, valuesOf,
} from './layout';

/**
 * At or above this share of active units, a row multiplies all units: contiguous streams are read faster than scattered
 * rows, so the additional zeros cost nothing. float32 only: kernels of other precisions read eight streams, which are
 * not faster than scattered rows.
 */
const DENSE_FROM: f32 = 0.65;

/** Units that a row multiplies: its active ones, or all of them. `from` is the buffer of the previous stage. */
export function listLength(stage: usize, from: usize, row: i32): i32 {
  let count = 0;
  for (let thread = 0; thread < threads(); thread++) count += load<i32>(countsOf(from, thread) + ((<usize>row) << 2));
  return stagePrecision(stage) == FLOAT32 && <f32>count >= DENSE_FROM * <f32>stageInputs(stage) ? stageInputs(stage) : count;
}

/**
 * Merges the lists of all threads, in an order that does not depend on the threads, and pads the result to a multiple
 * of eight with the panel's row of zeros. Returns its length divided by eight. `previous`: columns over which the
 * previous stage was divided.
 */
export function gatherList(stage: usize, from: usize, row: i32, thread: i32, previous: i32): i32 {
  const list = listOf(thread);
  const active = listActiveOf(thread);
  const units = stageInputs(stage);
  const count = listLength(stage, from, row);
  const panel = panelOf(thread);
  const weights = panelWeights(stage, panel);
  const stride = rowBytes(stagePrecision(stage), firstOfPanel(stageWidth(stage), panel + 1) - firstOfPanel(stageWidth(stage), panel));
  let at: usize = 0;
  if (count == units) {
    memory.copy(active, valuesOf(from, row), (<usize>units) << 2);
    for (let unit: usize = 0; unit < <usize>units; unit++, at += 4) store<u32>(list + at, weights + unit * stride);
  } else {
    for (let other = 0; other < threads(); other++) {
      const start = (<usize>firstColumn(previous, other)) << 2;
      const bytes = (<usize>load<i32>(countsOf(from, other) + ((<usize>row) << 2))) << 2;
      memory.copy(active + at, activeOf(from, row) + start, bytes);
      const index = indexOf(from, row) + start;
      for (let entry: usize = 0; entry < bytes; entry += 4, at += 4) {
        store<u32>(list + at, weights + <usize>load<u32>(index + entry) * stride);
      }
    }
  }
  for (; at & 31; at += 4) {
    store<u32>(list + at, weights + <usize>units * stride);
    store<f32>(active + at, 0);
  }
  return <i32>(at >> 5);
}
