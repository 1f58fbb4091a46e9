import type { SparseActivation, SparsePrecision, SparseStage } from './sparse-stage.js';

// The JavaScript side of assembly/sparse/layout.ts, which draws the whole.
const tileRows = 4;
const maxThreads = 64;
const parametersOffset = 512;
const stagesOffset = 1024;
const stageBytes = 64;
const activationCodes: Readonly<Record<SparseActivation, number>> = { none: 0, relu: 1, silu: 2, gated: 3 };
const precisionCodes: Readonly<Record<SparsePrecision, number>> = { float32: 0, bfloat16: 1, int8: 2 };

/** Rows that one call into the module takes. */
export const rowsPerCall = 64;

/** Bytes of one weight. */
export const weightBytes: Readonly<Record<SparsePrecision, number>> = { float32: 4, bfloat16: 2, int8: 1 };

/** Columns are dealt to threads in blocks of this many: two cache lines of float32. */
const columnBlock = 32;
/** Weights by output have rows of a multiple of this: one cache line of float32. */
const rowBlock = 16;

/** Bytes of a page of memory: weights begin with one. */
const pageBytes = 4096;

/** Columns of weights by input that lie together. */
export interface Panel {
  readonly first: number;
  /** The column behind the last. */
  readonly end: number;
  /** Byte offset of its row 0. */
  readonly weights: number;
}

/** Byte offsets of one stage's parts. `upWeights`, `upBias` and the scales are 0 where there are none. */
export interface StageLayout {
  /** Outputs rounded up to 32. */
  readonly width: number;
  /** Inputs rounded up to 16: the length of a row of weights by output. */
  readonly rowLength: number;
  /** Weights by output (a stage whose inputs are dense) or by input (one whose inputs come from ReLU); see layout.ts. */
  readonly byOutput: boolean;
  /** Of weights by input: two threads share one, each of an odd number has its own. */
  readonly panels: readonly Panel[];
  readonly weights: number;
  readonly bias: number;
  readonly scales: number;
  readonly upWeights: number;
  readonly upBias: number;
  readonly upScales: number;
}

/** Where everything stands in the memory of one program. */
export interface MemoryLayout {
  readonly inputs: number;
  readonly outputs: number;
  readonly accumulators: number;
  readonly buffers: readonly [number, number];
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly statistics: number;
  readonly statisticsBytes: number;
  /** The widest padded stage, inputs included. */
  readonly width: number;
  readonly stages: readonly StageLayout[];
  /** Bytes of all. */
  readonly bytes: number;
}

/** How a program is laid out: what {@link planMemory} needs besides the stages. */
export interface LayoutOptions {
  readonly precision: SparsePrecision;
  readonly threads: number;
  /** `all`: every stage is dense. */
  readonly multiply: 'active' | 'all';
}

/** Widest net that runs as one loop over weights by input, without lists. */
const narrowWidth = 64;

/** At most 64 wide everywhere, float32, not gated: the whole net is one loop (small.ts). */
export function isNarrow(stages: readonly SparseStage[], precision: SparsePrecision): boolean {
  return (
    precision === 'float32' &&
    stages.every(
      ({ inputs, outputs, activation }) => Math.max(inputs, outputs) <= narrowWidth && activation !== 'gated',
    )
  );
}

/** True for each stage whose inputs are dense: nothing is won by listing them. */
function stagesByOutput(stages: readonly SparseStage[], { precision, multiply }: LayoutOptions): readonly boolean[] {
  if (isNarrow(stages, precision)) return stages.map(() => false);
  return stages.map((_, index) => {
    const before = stages[index - 1]?.activation;
    return multiply === 'all' || (before !== 'relu' && before !== 'gated');
  });
}

/** Bytes of all weights, as held. */
export function totalWeightBytes(stages: readonly SparseStage[], precision: SparsePrecision): number {
  return stages.reduce(
    (sum, { inputs, outputs, up }) => sum + inputs * outputs * weightBytes[precision] * (up === undefined ? 1 : 2),
    0,
  );
}

/** Cuts weights by input, [inputs + 1][columns] (the last row is 0), into panels from `start` on. */
function panelsOf(
  inputs: number,
  columns: number,
  start: number,
  { precision, threads }: LayoutOptions,
): { readonly panels: readonly Panel[]; readonly end: number } {
  const count = threads % 2 === 0 ? threads / 2 : threads;
  const blocks = columns / columnBlock;
  const firstOf = (panel: number): number => Math.floor((blocks * panel) / count) * columnBlock;
  let weights = start;
  const panels = Array.from({ length: count }, (_, panel) => {
    const made = { first: firstOf(panel), end: firstOf(panel + 1), weights };
    weights += roundUp((inputs + 1) * (made.end - made.first) * weightBytes[precision], pageBytes);
    return made;
  });
  return { panels, end: weights };
}

const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** Places everything; takes no memory. The sum may exceed what a program may take: the caller checks. */
export function planMemory(stages: readonly SparseStage[], options: LayoutOptions): MemoryLayout {
  const { precision, threads } = options;
  let end = stagesOffset + stages.length * stageBytes;
  const take = (bytes: number, multiple = 64): number => {
    const start = roundUp(end, multiple);
    end = start + bytes;
    return start;
  };
  const width = roundUp(Math.max(...stages.flatMap((stage) => [stage.inputs, stage.outputs])), columnBlock);
  const inputs = take(rowsPerCall * (stages[0]?.inputs ?? 0) * 4);
  const outputs = take(rowsPerCall * (stages.at(-1)?.outputs ?? 0) * 4);
  const accumulators = take(2 * tileRows * width * 4);
  const bufferBytes = (4 * tileRows + 1) * width * 4 + maxThreads * 64;
  const buffers = [take(bufferBytes), take(bufferBytes)] as const;
  const scratchBytes = roundUp(64 + width * 8 + tileRows * width * 2, 64);
  const scratch = take(threads * scratchBytes);
  const statisticsBytes = roundUp((stages.length + 1) * 4, 64);
  const statistics = take(threads * statisticsBytes);
  const ordered = stagesByOutput(stages, options);
  const stageLayouts = stages.map((stage, index): StageLayout => {
    const columns = roundUp(stage.outputs, columnBlock);
    const rowLength = roundUp(stage.inputs, rowBlock);
    const byOutput = ordered[index] ?? false;
    const scaled = precision === 'int8';
    const weights = take(0, pageBytes);
    const cut = panelsOf(stage.inputs, columns, weights, options);
    take(byOutput ? rowLength * columns * weightBytes[precision] : cut.end - weights);
    return {
      ...{ width: columns, rowLength, byOutput, weights, panels: cut.panels },
      bias: take(columns * 4),
      scales: scaled ? take(columns * 4) : 0,
      upWeights: stage.up === undefined ? 0 : take(columns * rowLength * weightBytes[precision], pageBytes),
      upBias: stage.up === undefined ? 0 : take(columns * 4),
      upScales: stage.up === undefined || !scaled ? 0 : take(columns * 4),
    };
  });
  return {
    ...{ inputs, outputs, accumulators, buffers, scratch, scratchBytes, statistics, statisticsBytes, width },
    ...{ stages: stageLayouts, bytes: end },
  };
}

/** What the module must know besides the stages. */
export interface ProgramParameters {
  readonly precision: SparsePrecision;
  readonly threads: number;
  readonly mayBlock: boolean;
}

/** Writes the control words and the stage descriptors. */
export function writeDescriptors(
  memory: ArrayBufferLike,
  layout: MemoryLayout,
  stages: readonly SparseStage[],
  { precision, threads, mayBlock }: ProgramParameters,
): void {
  const { inputs, outputs, accumulators, buffers, scratch, width, scratchBytes, statistics, statisticsBytes } = layout;
  new Uint32Array(memory, parametersOffset, 14).set([
    ...[threads, stages.length, 0],
    ...[inputs, outputs, accumulators, ...buffers, scratch, width, scratchBytes],
    ...[mayBlock ? 1 : 0, statistics, statisticsBytes],
  ]);
  stages.forEach((stage, index) => {
    const at = layout.stages[index];
    if (at === undefined) return;
    new Uint32Array(memory, stagesOffset + index * stageBytes, 13).set([
      ...[stage.inputs, stage.outputs, at.width, at.weights, at.bias],
      ...[activationCodes[stage.activation], precisionCodes[precision], at.scales],
      ...[at.upWeights, at.upBias, at.upScales, at.rowLength, at.byOutput ? 1 : 0],
    ]);
  });
}

/** Sets the number of rows of the next call. */
export function rowCountWord(memory: ArrayBufferLike): Uint32Array {
  return new Uint32Array(memory, parametersOffset + 8, 1);
}
