/**
 * The binary interface of the sparse kernels, defined once. `generate.mjs` generates both sides: what assembly/sparse
 * reads and what src/sparse writes. assembly/sparse/layout.ts documents the whole memory.
 */

/**
 * Address of the control words, after the cache lines for synchronisation. Further programs on the same memory have
 * theirs elsewhere (`setControl`).
 */
export const controlAddress = 512;

/**
 * Control words: name, type and count. `accessor` is the name of the kernels' function, by default `name`. `reserved`
 * words have no accessors; `kernelsOnly` words are not written by TypeScript.
 */
export const control = [
  { name: 'threads', type: 'i32' },
  { name: 'stages', type: 'i32', accessor: 'stageCount' },
  { name: 'rows', type: 'i32', accessor: 'rowCount', comment: 'Rows of the next call.' },
  { name: 'inputs', type: 'usize' },
  { name: 'outputs', type: 'usize' },
  { name: 'accumulators', type: 'usize' },
  { name: 'buffers', type: 'usize', accessor: 'stageBuffer', count: 2 },
  { name: 'scratch', type: 'usize', accessor: 'scratchAddress' },
  { name: 'width', type: 'usize', comment: 'The widest padded stage, inputs included.' },
  { name: 'scratchBytes', type: 'usize' },
  {
    name: 'mayBlock',
    type: 'i32',
    comment: "1 if thread 0 may sleep (Node, workers); 0 on a browser's main thread, which may only spin.",
  },
  {
    name: 'statistics',
    type: 'usize',
    comment: `uint32 [threads][stages + 1]: active units counted since JavaScript last set them to 0, of the inputs and of every stage. One
line of \`statisticsBytes\` for each thread.`,
  },
  { name: 'statisticsBytes', type: 'usize' },
  {
    name: 'screening',
    type: 'usize',
    comment:
      'One `screenState` for each thread and stage, [threads][stages]. One line of `screeningBytes` for each thread.',
  },
  { name: 'screeningBytes', type: 'usize' },
  {
    name: 'workOfRow',
    type: 'f64',
    setter: 'setWorkOfRow',
    kernelsOnly: true,
    comment: 'Products of one row of the last call; 0 before the first.',
  },
];

/** Within the control words of one program: 1 if it is in use. TypeScript only. */
export const claimOffset = 128;
/** Bytes of the control words of one program. */
export const controlBytes = 192;

export const stagesAddress = 1024;
export const stageBytes = 64;

/** The descriptor of one stage; each field takes 4 bytes. */
export const stage = [
  { name: 'inputs', type: 'i32', accessor: 'stageInputs' },
  { name: 'outputs', type: 'i32', accessor: 'stageOutputs' },
  {
    name: 'width',
    type: 'i32',
    accessor: 'stageWidth',
    comment: 'Outputs rounded up to whole column blocks; the added columns have weight and bias 0.',
  },
  { name: 'weights', type: 'usize', accessor: 'stageWeights' },
  { name: 'bias', type: 'usize', accessor: 'stageBias' },
  { name: 'activation', type: 'i32', accessor: 'stageActivation' },
  { name: 'precision', type: 'i32', accessor: 'stagePrecision' },
  {
    name: 'scales',
    type: 'usize',
    accessor: 'stageScales',
    comment: "int8 only: float32 [width], the scale of each output's weights.",
  },
  { name: 'upWeights', type: 'usize', comment: 'GATED only: Wu by output.' },
  { name: 'upBias', type: 'usize' },
  { name: 'upScales', type: 'usize' },
  {
    name: 'rowLength',
    type: 'i32',
    comment: 'Inputs rounded up to `rowBlock` (added weights 0): the length of a row of weights by output.',
  },
  { name: 'byOutput', type: 'i32', comment: '1: weights by output; 0: by input.' },
  {
    name: 'screen',
    type: 'usize',
    accessor: 'stageScreen',
    comment: 'Weights by output before ReLU only: the int8 copy that certifies zeros (screen-rows.ts); 0: none.',
  },
];

/** Head of an int8 copy: [name, type, comment]. */
export const screenHead = [
  ['largestNorm', 'f32', 'Upper bound of the norms of the rows of weights that are finite.'],
  ['growth', 'f32', 'What rounding adds, relative to the products of norms: Γ of docs/certified-skipping.md.'],
  ['factor', 'f32', 'Factor of every bound: 1, less only in tests that show that the bound is tight.'],
  ['limit', 'f32', 'Largest share of candidates at which screening is faster than computing all units.'],
];

/** What a thread knows about the screen of a stage: [name, type, comment]. */
export const screenState = [
  ['units', 'u32', 'Units screened since JavaScript last set this to 0.'],
  ['candidates', 'u32', 'How many of them were not certified.'],
  ['pause', 'i32', 'Rows to come that are not screened.'],
  ['pauseLength', 'i32', 'Length of the last pause; 0: screening pays.'],
  ['share', 'f32', 'Share of candidates, averaged over the last rows.'],
  ['pauseActive', 'i32', 'Active units of the row that began the pause; 0: not counted yet.'],
  ['pauseFewer', 'i32', 'Rows of the pause so far that had far fewer active units.'],
  ['unused', 'i32', 'Fills up to 32 bytes.'],
];

/** Codes count from 0 in the order given. Keys are TypeScript's names, values the kernels' constants. */
export const enumerations = {
  activation: { none: 'NONE', relu: 'RELU', silu: 'SILU', gated: 'GATED' },
  precision: { float32: 'FLOAT32', bfloat16: 'BFLOAT16', int8: 'INT8' },
};

/** Bytes of one weight by precision. */
export const weightBytes = { float32: 4, bfloat16: 2, int8: 1 };

const tileRows = 4;

/** [name in TypeScript, name in the kernels, type there, value, comment]. */
export const constants = [
  ['tileRows', 'TILE_ROWS', 'i32', tileRows, 'Rows of a tile, which are multiplied together.'],
  ['maxThreads', 'MAX_THREADS', 'i32', 64, 'Maximum number of threads of a program.'],
  [
    'columnBlock',
    'COLUMN_BLOCK',
    'i32',
    32,
    `Columns are dealt to threads in blocks of this many: two cache lines of float32, what the products take in one turn of their
loops, and one of bfloat16, whose packing goes by lines.`,
  ],
  ['rowBlock', 'ROW_BLOCK', 'i32', 16, 'Weights by output have rows of a multiple of this: one cache line of float32.'],
  [
    'pageBytes',
    'PAGE',
    'usize',
    4096,
    'Bytes of a memory page, the unit of address translation. Weights start at page boundaries.',
  ],
  ['rowsPerCall', 'ROWS_PER_CALL', 'i32', 64, 'Maximum number of rows of one call into the module.'],
  ['narrowWidth', 'NARROW_WIDTH', 'i32', 64, 'Widest net that runs as one loop over weights by input, without lists.'],
  [
    'productsForThreads',
    'PRODUCTS_FOR_THREADS',
    'f64',
    1_000_000,
    'Calls with fewer products run on one thread, because waking another costs as much as it saves.',
  ],
  ['countsBytes', 'COUNTS_BYTES', 'i32', 64, 'Bytes of the counts of one thread in a stage buffer.'],
  [
    'screenBlock',
    'SCREEN_BLOCK',
    'i32',
    256,
    'Columns of the int8 copy that share a scale. 256 products of int8 and int16 cannot overflow 32 bits.',
  ],
  ['screenRows', 'SCREEN_ROWS', 'i32', 4, 'Rows of the int8 copy that are stored and screened together.'],
  ['screenNormBytes', 'SCREEN_NORM_BYTES', 'i32', 32, 'Bytes behind a block of four rows: its scales and norms.'],
  ['screenHeadBytes', 'SCREEN_HEAD_BYTES', 'usize', 64, 'Bytes before the first row of an int8 copy.'],
  ['scratchHeadBytes', 'SCRATCH_HEAD', 'usize', 64, "Bytes of a thread's four results, before its lists."],
];

/**
 * A stage buffer, in rows of `width` words of 4 bytes; followed by the counts of the threads: [kernels' name, rows,
 * comment].
 */
export const stageBuffer = [
  ['VALUES', tileRows, 'float32: the activations, dense.'],
  ['INDEX', tileRows, "uint32: unit numbers of the active units, a run for each thread's columns."],
  ['ACTIVE', tileRows, 'float32: their values.'],
  ['ANY_INDEX', 1, 'uint32: units active in any row of the tile.'],
  ['ANY_VALUE', tileRows, 'float32 [width][tile row]: their values in all rows.'],
];

/** Scratch of a thread after its head, in bytes per unit of `width`: [kernels' name, bytes, comment]. */
export const scratch = [
  ['LIST', 4, 'uint32: addresses of a list for one row.'],
  ['LIST_ACTIVE', 4, 'float32: its values.'],
  ['QUANTISED', 2 * tileRows, 'int16 [tile row]: quantised rows.'],
];
