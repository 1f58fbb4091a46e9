// Made by abi/generate.mjs from abi/sparse.mjs: do not edit.

/** Address of the control words. */
export const controlAddress = 512;

export const controlOffsets = {
  threads: 0,
  stages: 4,
  rows: 8,
  inputs: 12,
  outputs: 16,
  accumulators: 20,
  buffers: 24,
  scratch: 32,
  width: 36,
  scratchBytes: 40,
  mayBlock: 44,
  statistics: 48,
  statisticsBytes: 52,
} as const;

/** Address of the descriptor of the first stage. */
export const stagesAddress = 1024;

/** Bytes from one stage descriptor to the next. */
export const stageBytes = 64;

export const stageOffsets = {
  inputs: 0,
  outputs: 4,
  width: 8,
  weights: 12,
  bias: 16,
  activation: 20,
  precision: 24,
  scales: 28,
  upWeights: 32,
  upBias: 36,
  upScales: 40,
  rowLength: 44,
  byOutput: 48,
} as const;

/** Codes of `activation`. */
export const activationCodes = { none: 0, relu: 1, silu: 2, gated: 3 } as const;

/** Codes of `precision`. */
export const precisionCodes = { float32: 0, bfloat16: 1, int8: 2 } as const;

/** Bytes of one weight. */
export const weightBytes = { float32: 4, bfloat16: 2, int8: 1 } as const;

/** Rows that are multiplied at a time. */
export const tileRows = 4;

/** Most threads of a program. */
export const maxThreads = 64;

/**
 * Columns are dealt to threads in blocks of this many: two cache lines of float32, what the products take in one turn of their
 * loops, and one of bfloat16, whose packing goes by lines.
 */
export const columnBlock = 32;

/** Weights by output have rows of a multiple of this: one cache line of float32. */
export const rowBlock = 16;

/** A page of memory, the unit of address translation: weights begin with one. */
export const pageBytes = 4096;

/** Most rows of one call into the module. */
export const rowsPerCall = 64;

/** Widest net that runs as one loop over weights by input, without lists. */
export const narrowWidth = 64;

/** Calls of fewer products (some 200 µs) are done by one thread: waking another costs as much as it saves. */
export const productsForThreads = 1000000;

/** Bytes of the counts of one thread in a stage buffer. */
export const countsBytes = 64;

/** Bytes of a thread's four results, before its lists. */
export const scratchHeadBytes = 64;

/** Rows of a stage buffer before the counts. */
export const stageBufferRows = 17;

/** Bytes of a thread's scratch behind its head, for each unit of the width. */
export const scratchBytesPerWidth = 16;
