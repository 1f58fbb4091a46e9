// The list that one row of the batch multiplies by, in one thread's scratch: addresses of rows of weights, and their activations.

import {
  activeOf, countsOf, firstColumn, firstOfPanel, FLOAT32, indexOf, listActiveOf, listOf, panelOf, panelWeights, rowBytes, stageInputs,
  stagePrecision, stageWidth, threads, valuesOf,
} from './layout';

/**
 * From this share of active units on, a row multiplies all of them: unbroken streams are read so much faster than rows picked by chance
 * (33 GB/s against 22) that the zeros they carry cost nothing. float32 only: the kernels of other precisions read eight streams, which are
 * no faster than rows picked by chance.
 */
const DENSE_FROM: f32 = 0.65;

/** Units that a row multiplies: its active ones, or all of them. `from` is the buffer of the stage before. */
export function listLength(stage: usize, from: usize, row: i32): i32 {
  let count = 0;
  for (let thread = 0; thread < threads(); thread++) count += load<i32>(countsOf(from, thread) + ((<usize>row) << 2));
  return stagePrecision(stage) == FLOAT32 && <f32>count >= DENSE_FROM * <f32>stageInputs(stage) ? stageInputs(stage) : count;
}

/**
 * Brings the lists of all threads into one, so that its order does not tell who made it, and fills it up to a multiple of eight
 * with the panel's row of zeros. Gives the number of eights. `previous`: columns that the stage before was dealt out by.
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
