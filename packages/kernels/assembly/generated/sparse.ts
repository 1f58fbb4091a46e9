// Made by abi/generate.mjs from abi/sparse.mjs: do not edit.

const CONTROL: usize = 512;

@inline export function threads(): i32 { return load<i32>(CONTROL, 0); }

@inline export function stageCount(): i32 { return load<i32>(CONTROL, 4); }

/** Rows of the next call. */
@inline export function rowCount(): i32 { return load<i32>(CONTROL, 8); }

@inline export function inputs(): usize { return load<u32>(CONTROL, 12); }

@inline export function outputs(): usize { return load<u32>(CONTROL, 16); }

@inline export function accumulators(): usize { return load<u32>(CONTROL, 20); }

@inline export function stageBuffer(which: i32): usize { return load<u32>(CONTROL + ((<usize>which) << 2), 24); }

@inline export function scratchAddress(): usize { return load<u32>(CONTROL, 32); }

/** The widest padded stage, inputs included. */
@inline export function width(): usize { return load<u32>(CONTROL, 36); }

@inline export function scratchBytes(): usize { return load<u32>(CONTROL, 40); }

/** 1 where thread 0 may sleep (Node, workers); 0 on a browser's main thread, which may only spin. */
@inline export function mayBlock(): i32 { return load<i32>(CONTROL, 44); }

/**
 * uint32 [threads][stages + 1]: active units counted since JavaScript last set them to 0, of the inputs and of every stage. One
 * line of `statisticsBytes` for each thread.
 */
@inline export function statistics(): usize { return load<u32>(CONTROL, 48); }

@inline export function statisticsBytes(): usize { return load<u32>(CONTROL, 52); }

/** Products of one row of the last call; 0 before the first. */
@inline export function workOfRow(): f64 { return load<f64>(CONTROL, 64); }
@inline export function setWorkOfRow(value: f64): void { store<f64>(CONTROL, value, 64); }

const STAGES: usize = 1024;
const STAGE_BYTES: usize = 64;
@inline export function stageAt(index: i32): usize { return STAGES + <usize>index * STAGE_BYTES; }

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

/** Inputs rounded up to `rowBlock` (added weights 0): the length of a row of weights by output. */
@inline export function rowLength(stage: usize): i32 { return load<i32>(stage, 44); }

/** 1: weights by output; 0: by input. */
@inline export function byOutput(stage: usize): i32 { return load<i32>(stage, 48); }

export const NONE: i32 = 0;
export const RELU: i32 = 1;
export const SILU: i32 = 2;
export const GATED: i32 = 3;

export const FLOAT32: i32 = 0;
export const BFLOAT16: i32 = 1;
export const INT8: i32 = 2;

/** Bytes of one weight as a power of two. */
export const FLOAT32_SHIFT: usize = 2;
export const BFLOAT16_SHIFT: usize = 1;
export const INT8_SHIFT: usize = 0;

/** Rows that are multiplied at a time. */
export const TILE_ROWS: i32 = 4;

/** Most threads of a program. */
export const MAX_THREADS: i32 = 64;

/**
 * Columns are dealt to threads in blocks of this many: two cache lines of float32, what the products take in one turn of their
 * loops, and one of bfloat16, whose packing goes by lines.
 */
export const COLUMN_BLOCK: i32 = 32;

/** Weights by output have rows of a multiple of this: one cache line of float32. */
export const ROW_BLOCK: i32 = 16;

/** A page of memory, the unit of address translation: weights begin with one. */
export const PAGE: usize = 4096;

/** Most rows of one call into the module. */
export const ROWS_PER_CALL: i32 = 64;

/** Widest net that runs as one loop over weights by input, without lists. */
export const NARROW_WIDTH: i32 = 64;

/** Calls of fewer products (some 200 µs) are done by one thread: waking another costs as much as it saves. */
export const PRODUCTS_FOR_THREADS: f64 = 1000000.0;

/** Bytes of the counts of one thread in a stage buffer. */
export const COUNTS_BYTES: i32 = 64;

/** Bytes of a thread's four results, before its lists. */
export const SCRATCH_HEAD: usize = 64;

/** Row of a stage buffer where this begins. float32: the activations, dense. */
export const VALUES_ROW: i32 = 0;

/** Row of a stage buffer where this begins. uint32: unit numbers of the active units, a run for each thread's columns. */
export const INDEX_ROW: i32 = 4;

/** Row of a stage buffer where this begins. float32: their values. */
export const ACTIVE_ROW: i32 = 8;

/** Row of a stage buffer where this begins. uint32: units active in any row of the tile. */
export const ANY_INDEX_ROW: i32 = 12;

/** Row of a stage buffer where this begins. float32 [width][tile row]: their values in all rows. */
export const ANY_VALUE_ROW: i32 = 13;

/** Rows of a stage buffer before the counts. */
export const STAGE_BUFFER_ROWS: i32 = 17;

/** Behind the head of the scratch, times the width. uint32: addresses of a list for one row. */
export const LIST_PER_WIDTH: usize = 0;

/** Behind the head of the scratch, times the width. float32: its values. */
export const LIST_ACTIVE_PER_WIDTH: usize = 4;

/** Behind the head of the scratch, times the width. int16 [tile row]: quantised rows. */
export const QUANTISED_PER_WIDTH: usize = 8;
