// Layout of the shared memory of one sparse program. abi/sparse.mjs holds the numbers, from which abi/generate.mjs
// generates both sides; `src/sparse/memory-layout.ts` places the regions.
//
//   0      control block: the words of `sync.ts` (one 64-byte line each), then the words below
//          (further programs on the same weights have words of their own, and regions for their calls, at the end)
//   1024   stage descriptors, STAGE_BYTES each
//   …      inputs [ROWS_PER_CALL][inputs], outputs [ROWS_PER_CALL][outputs], accumulators [2 halves][TILE_ROWS][width],
//          two stage buffers (what one stage hands to the next), scratch for each thread,
//          then weights, scales and biases, each 64-byte aligned, weights to pages of 4 KiB
//
// A stage holds its weights in one of two orders:
//   by input  (what comes from ReLU, mostly zeros)   W transposed, [inputs + 1][columns], cut into panels [inputs +
//   1][columns
//             of the panel]: the outgoing weights of an active unit are one stream. The last row is 0.
//   by output (what is dense: the net's input, SiLU)   W as it is, [outputs][inputs rounded up to 16]; before ReLU with an
//             int8 copy that certifies zeros (screen-rows.ts)
//
// Two threads share a panel, each with one half of the list of active units, so that rows stay long: every new row
// restarts the prefetcher, and every page needs an address translation. (With an odd number of threads, each has its
// own panel and computes both halves.) A row that starts within a page touches one page more than it fills; panels
// therefore start at page boundaries.
//
// One stage buffer, for `width` = the widest padded stage:
//   values    float32 [TILE_ROWS][width]   the activations, dense (read by gated stages)
//   index     uint32  [TILE_ROWS][width]   unit numbers of the active units, a run for each thread's columns
//   active    float32 [TILE_ROWS][width]   their values, beside `index`
//   anyIndex  uint32  [width]              units active in any row of the tile
//   anyValue  float32 [width][TILE_ROWS]   their values in all rows
//   counts    [MAX_THREADS] × 64 bytes     int32 counts of the rows [0..3], of `any` [4], float32 largest |value|
//   [5..8]
//
// Scratch of one thread: four results (64 bytes), a list for one row (addresses uint32 [width], float32 [width]), int16
// [TILE_ROWS][width]. A screen lists its candidates there, and has the int16 row and its constants in the last part.

import {
  accumulators, ACTIVE_ROW, ANY_INDEX_ROW, ANY_VALUE_ROW, BFLOAT16, BFLOAT16_SHIFT, COLUMN_BLOCK, COUNTS_BYTES, FLOAT32, FLOAT32_SHIFT,
  INDEX_ROW, INT8_SHIFT, LIST_ACTIVE_PER_WIDTH, LIST_PER_WIDTH, PAGE, QUANTISED_PER_WIDTH, SCRATCH_HEAD, scratchAddress, scratchBytes,
  screening, screeningBytes, screenStateBytes, STAGE_BUFFER_ROWS, stageAt, stageInputs, stagePrecision as storedPrecision, stageWeights, stageWidth, threads,
  TILE_ROWS, VALUES_ROW, width,
} from '../generated/sparse';

export {
  BFLOAT16, byOutput, COLUMN_BLOCK, FLOAT32, GATED, inputs, INT8, mayBlock, NONE, outputs, PRODUCTS_FOR_THREADS, RELU, rowCount,
  rowLength, SCREEN_BLOCK, SCREEN_HEAD_BYTES, SCREEN_NORM_BYTES, SCREEN_ROWS, screenHeadLimit, screenStateCandidates, screenStatePause,
  screenStatePauseActive, screenStatePauseFewer, screenStatePauseLength, screenStateShare, screenStateUnits, setWorkOfRow, SILU, stageActivation, stageAt, stageBias, stageBuffer, stageCount, stageInputs, stageOutputs,
  stageScales, stageScreen, stageWeights, stageWidth, statistics, statisticsBytes, threads, TILE_ROWS, upBias, upScales, upWeights, width, workOfRow,
} from '../generated/sparse';

@inline function scratchOf(thread: i32): usize { return scratchAddress() + <usize>thread * scratchBytes(); }

/**
 * Precision of a stage's weights: a constant in the build for float32 alone (float32.ts), which leaves out the code of
 * others.
 */
@inline export function stagePrecision(stage: usize): i32 {
  return isDefined(FLOAT32_ALONE) ? FLOAT32 : storedPrecision(stage);
}

/** Bytes of `length` weights. */
@inline export function rowBytes(precision: i32, length: i32): usize {
  return <usize>length << (precision == FLOAT32 ? FLOAT32_SHIFT : precision == BFLOAT16 ? BFLOAT16_SHIFT : INT8_SHIFT);
}

/** Weights by input: row 0 of a panel. Each panel starts at a page boundary. */
export function panelWeights(stage: usize, panel: i32): usize {
  const rows = <usize>stageInputs(stage) + 1;
  let at = stageWeights(stage);
  for (let before = 0; before < panel; before++) {
    const columns = firstOfPanel(stageWidth(stage), before + 1) - firstOfPanel(stageWidth(stage), before);
    at += (rows * rowBytes(stagePrecision(stage), columns) + PAGE - 1) & ~(PAGE - 1);
  }
  return at;
}

// Parts of a stage buffer.
@inline export function valuesOf(buffer: usize, row: i32): usize { return buffer + ((<usize>(VALUES_ROW + row) * width()) << 2); }
@inline export function indexOf(buffer: usize, row: i32): usize { return buffer + ((<usize>(INDEX_ROW + row) * width()) << 2); }
@inline export function activeOf(buffer: usize, row: i32): usize { return buffer + ((<usize>(ACTIVE_ROW + row) * width()) << 2); }
@inline export function anyIndexOf(buffer: usize): usize { return buffer + ((<usize>ANY_INDEX_ROW * width()) << 2); }
@inline export function anyValueOf(buffer: usize): usize { return buffer + ((<usize>ANY_VALUE_ROW * width()) << 2); }
@inline export function countsOf(buffer: usize, thread: i32): usize {
  return buffer + ((<usize>STAGE_BUFFER_ROWS * width()) << 2) + <usize>thread * COUNTS_BYTES;
}

/** Sums of a row of the tile. Products of a list are summed in two halves; all others in half 0. */
@inline export function sumsOf(half: i32, row: i32): usize {
  return accumulators() + ((<usize>(half * TILE_ROWS + row) * width()) << 2);
}

/**
 * First column of one of `parts` equal shares of `columns` (a multiple of COLUMN_BLOCK, or less than one). A share ends
 * where the next one starts.
 */
@inline function firstOfPart(columns: i32, part: i32, parts: i32): i32 {
  const blocks = (columns + COLUMN_BLOCK - 1) / COLUMN_BLOCK;
  return <i32>min<i32>(columns, (blocks * part / parts) * COLUMN_BLOCK);
}

/** First column of the range that a thread activates and lists, and in dense stages sums. */
@inline export function firstColumn(columns: i32, thread: i32): i32 { return firstOfPart(columns, thread, threads()); }

/** Two threads share a panel, each with one half of the list. */
@inline export function halvesShared(): bool { return (threads() & 1) == 0; }
@inline export function panelOf(thread: i32): i32 { return halvesShared() ? thread >> 1 : thread; }
/** First column of a panel. */
@inline export function firstOfPanel(columns: i32, panel: i32): i32 {
  return firstOfPart(columns, panel, halvesShared() ? threads() >> 1 : threads());
}

/** What a thread knows about the screen of a stage. */
@inline export function screenStateOf(thread: i32, stage: usize): usize {
  const index = (stage - stageAt(0)) / (stageAt(1) - stageAt(0));
  return screening() + <usize>thread * screeningBytes() + index * screenStateBytes;
}

// Parts of a thread's scratch.
@inline export function fourOf(thread: i32): usize { return scratchOf(thread); }
@inline export function listOf(thread: i32): usize { return scratchOf(thread) + SCRATCH_HEAD + width() * LIST_PER_WIDTH; }
@inline export function listActiveOf(thread: i32): usize { return scratchOf(thread) + SCRATCH_HEAD + width() * LIST_ACTIVE_PER_WIDTH; }
@inline export function quantisedRow(thread: i32, row: i32): usize {
  return scratchOf(thread) + SCRATCH_HEAD + width() * QUANTISED_PER_WIDTH + ((<usize>row * width()) << 1);
}
