// Where things stand in the shared memory of one sparse program. `src/sparse/memory-layout.ts` holds the same numbers for
// the JavaScript side; the tests of the products fail when they differ.
//
//   0      control block: the words of `sync.ts` (one 64-byte line each), then the words below
//   1024   stage descriptors, STAGE_BYTES each
//   …      inputs [IO_ROWS][inputs], outputs [IO_ROWS][outputs], accumulators [2 halves][TILE_ROWS][width],
//          two stage buffers (what one stage hands to the next), scratch for each thread,
//          then weights, scales and biases, each 64-byte aligned, weights to pages of 4 KiB
//
// A stage holds its weights in one of two orders:
//   by input  (what comes from ReLU, mostly zeros)   W transposed, [inputs + 1][columns], cut into panels [inputs + 1][columns
//             of the panel]: the outgoing weights of an active unit are one stream. The last row is 0.
//   by output (what is dense: the net's input, SiLU)   W as it is, [outputs][inputs rounded up to 16]
//
// Two threads share a panel, each with one half of the list of active units, so that rows stay long: every row that begins is a
// stream that the processor must find, and every page an address that it must look up. (An odd number of threads has a panel
// for each, which does both halves.) A row that begins within a page touches one more than it fills: hence whole pages.
//
// One stage buffer, for `width` = the widest padded stage:
//   values    float32 [TILE_ROWS][width]   the activations, dense (read by gated stages)
//   index     uint32  [TILE_ROWS][width]   unit numbers of the active units, a run for each thread's columns
//   active    float32 [TILE_ROWS][width]   their values, beside `index`
//   anyIndex  uint32  [width]              units active in any row of the tile
//   anyValue  float32 [width][TILE_ROWS]   their values in all rows
//   counts    [MAX_THREADS] × 64 bytes     int32 counts of the rows [0..3], of `any` [4], float32 largest |value| [5..8]
//
// Scratch of one thread: four results (64 bytes), a list for one row (addresses uint32 [width], float32 [width]),
// int16 [TILE_ROWS][width].

export const TILE_ROWS: i32 = 4;
export const MAX_THREADS: i32 = 64;

/**
 * Columns are dealt to threads in blocks of this many: two cache lines of float32, what the products take in one turn of their
 * loops, and one of bfloat16, whose packing goes by lines.
 */
export const COLUMN_BLOCK: i32 = 32;

/** A page of memory: what the processor translates addresses by. */
const PAGE: usize = 4096;

// Byte offsets of the control words behind the synchronisation lines.
const PARAMETERS: usize = 512;
@inline export function threads(): i32 { return load<i32>(PARAMETERS, 0); }
@inline export function stageCount(): i32 { return load<i32>(PARAMETERS, 4); }
@inline export function rowCount(): i32 { return load<i32>(PARAMETERS, 8); }
@inline export function inputs(): usize { return load<u32>(PARAMETERS, 12); }
@inline export function outputs(): usize { return load<u32>(PARAMETERS, 16); }
@inline function accumulators(): usize { return load<u32>(PARAMETERS, 20); }
@inline export function stageBuffer(which: i32): usize { return load<u32>(PARAMETERS + ((<usize>which) << 2), 24); }
@inline function scratchOf(thread: i32): usize { return load<u32>(PARAMETERS, 32) + <usize>thread * scratchBytes(); }
@inline export function width(): usize { return load<u32>(PARAMETERS, 36); }
@inline function scratchBytes(): usize { return load<u32>(PARAMETERS, 40); }
/** 1 where thread 0 may sleep (Node, workers); 0 on a browser's main thread, which may only spin. */
@inline export function mayBlock(): i32 { return load<i32>(PARAMETERS, 44); }

/**
 * uint32 [threads][stages + 1]: active units counted since JavaScript last set them to 0, of the inputs and of every stage. One
 * line of `statisticsBytes` for each thread.
 */
@inline export function statistics(): usize { return load<u32>(PARAMETERS, 48); }
@inline export function statisticsBytes(): usize { return load<u32>(PARAMETERS, 52); }

/** float64: products of one row of the last call; 0 before the first. */
@inline export function workOfRow(): f64 { return load<f64>(PARAMETERS, 64); }
@inline export function setWorkOfRow(products: f64): void { store<f64>(PARAMETERS, products, 64); }

const STAGES: usize = 1024;
const STAGE_BYTES: usize = 64;
@inline export function stageAt(index: i32): usize { return STAGES + <usize>index * STAGE_BYTES; }

export const NONE: i32 = 0;
export const RELU: i32 = 1;
export const SILU: i32 = 2;
/** relu(z) ⊙ (x·Wu): the first half of a gated FFN block. */
export const GATED: i32 = 3;

export const FLOAT32: i32 = 0;
export const BFLOAT16: i32 = 1;
export const INT8: i32 = 2;

@inline export function stageInputs(stage: usize): i32 { return load<i32>(stage, 0); }
@inline export function stageOutputs(stage: usize): i32 { return load<i32>(stage, 4); }
/** Outputs rounded up to whole column blocks; the added columns have weight and bias 0. */
@inline export function stageWidth(stage: usize): i32 { return load<i32>(stage, 8); }
@inline export function stageWeights(stage: usize): usize { return load<u32>(stage, 12); }
@inline export function stageBias(stage: usize): usize { return load<u32>(stage, 16); }
@inline export function stageActivation(stage: usize): i32 { return load<i32>(stage, 20); }
@inline export function stagePrecision(stage: usize): i32 { return load<i32>(stage, 24); }
/** int8 only: float32 [width], the scale of each output's weights. */
@inline export function stageScales(stage: usize): usize { return load<u32>(stage, 28); }
/** GATED only: Wu by output. */
@inline export function upWeights(stage: usize): usize { return load<u32>(stage, 32); }
@inline export function upBias(stage: usize): usize { return load<u32>(stage, 36); }
@inline export function upScales(stage: usize): usize { return load<u32>(stage, 40); }
/** Inputs rounded up to 16 (added weights 0): the length of a row of weights by output. */
@inline export function rowLength(stage: usize): i32 { return load<i32>(stage, 44); }
/** 1: weights by output; 0: by input. */
@inline export function byOutput(stage: usize): i32 { return load<i32>(stage, 48); }

/** Bytes of `length` weights. */
@inline export function rowBytes(precision: i32, length: i32): usize {
  return <usize>length << (precision == FLOAT32 ? 2 : precision == BFLOAT16 ? 1 : 0);
}

/** Weights by input: row 0 of a panel. Each panel begins with a page. */
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
@inline export function valuesOf(buffer: usize, row: i32): usize { return buffer + ((<usize>row * width()) << 2); }
@inline export function indexOf(buffer: usize, row: i32): usize { return buffer + ((<usize>(TILE_ROWS + row) * width()) << 2); }
@inline export function activeOf(buffer: usize, row: i32): usize { return buffer + ((<usize>(2 * TILE_ROWS + row) * width()) << 2); }
@inline export function anyIndexOf(buffer: usize): usize { return buffer + ((<usize>(3 * TILE_ROWS) * width()) << 2); }
@inline export function anyValueOf(buffer: usize): usize { return buffer + ((<usize>(3 * TILE_ROWS + 1) * width()) << 2); }
@inline export function countsOf(buffer: usize, thread: i32): usize {
  return buffer + ((<usize>(4 * TILE_ROWS + 1) * width()) << 2) + ((<usize>thread) << 6);
}

/** Sums of a row of the tile. What a list gives is summed in two halves; everything else in half 0. */
@inline export function sumsOf(half: i32, row: i32): usize {
  return accumulators() + ((<usize>(half * TILE_ROWS + row) * width()) << 2);
}

/** First column of one of `parts` equal shares of `columns` (a multiple of COLUMN_BLOCK, or less than one). Ends where the next begins. */
@inline function firstOfPart(columns: i32, part: i32, parts: i32): i32 {
  const blocks = (columns + COLUMN_BLOCK - 1) / COLUMN_BLOCK;
  return <i32>min<i32>(columns, (blocks * part / parts) * COLUMN_BLOCK);
}

/** First column of a thread's share, which it activates and lists, and in dense stages sums. */
@inline export function firstColumn(columns: i32, thread: i32): i32 { return firstOfPart(columns, thread, threads()); }

/** Two threads share a panel, each with one half of the list. */
@inline export function halvesShared(): bool { return (threads() & 1) == 0; }
@inline export function panelOf(thread: i32): i32 { return halvesShared() ? thread >> 1 : thread; }
/** First column of a panel. */
@inline export function firstOfPanel(columns: i32, panel: i32): i32 {
  return firstOfPart(columns, panel, halvesShared() ? threads() >> 1 : threads());
}

// Parts of a thread's scratch.
@inline export function fourOf(thread: i32): usize { return scratchOf(thread); }
@inline export function listOf(thread: i32): usize { return scratchOf(thread) + 64; }
@inline export function listActiveOf(thread: i32): usize { return scratchOf(thread) + 64 + (width() << 2); }
@inline export function quantisedRow(thread: i32, row: i32): usize {
  return scratchOf(thread) + 64 + (width() << 3) + ((<usize>row * width()) << 1);
}
