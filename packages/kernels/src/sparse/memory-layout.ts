import {
  activationCodes,
  columnBlock,
  controlAddress,
  controlOffsets,
  countsBytes,
  maxThreads,
  narrowWidth,
  pageBytes,
  precisionCodes,
  rowBlock,
  rowsPerCall,
  scratchBytesPerWidth,
  scratchHeadBytes,
  stageBufferRows,
  stageBytes,
  stageOffsets,
  stagesAddress,
  tileRows,
  weightBytes,
} from '../generated/sparse-abi.js';
import type { SparsePrecision, SparseStage } from './sparse-stage.js';

/** Columns of weights by input that are stored together. */
export interface Panel {
  readonly first: number;
  /** The column after the last. */
  readonly end: number;
  /** Byte offset of its row 0. */
  readonly weights: number;
}

/** Byte offsets of one stage's parts. `upWeights`, `upBias` and the scales are 0 if absent. */
export interface StageLayout {
  /** Outputs rounded up to 32. */
  readonly width: number;
  /** Inputs rounded up to 16: the length of a row of weights by output. */
  readonly rowLength: number;
  /** Weights by output (a stage whose inputs are dense) or by input (one whose inputs come from ReLU); see layout.ts. */
  readonly byOutput: boolean;
  /** Panels of weights by input: two threads share one; with an odd number of threads each has its own. */
  readonly panels: readonly Panel[];
  readonly weights: number;
  readonly bias: number;
  readonly scales: number;
  readonly upWeights: number;
  readonly upBias: number;
  readonly upScales: number;
  /** True if an earlier stage has the same weights and packs them. */
  readonly shared: boolean;
  readonly upShared: boolean;
}

/** Weights with a place in memory. */
interface PlacedWeights {
  readonly inputs: number;
  readonly byOutput: boolean;
  readonly weights: number;
  readonly panels: readonly Panel[];
  readonly scales: number;
  readonly shared: boolean;
}

/** Layout of the memory of one program. */
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
  /** Total bytes. */
  readonly bytes: number;
}

/** Settings of {@link planMemory} besides the stages. */
export interface LayoutOptions {
  readonly precision: SparsePrecision;
  readonly threads: number;
  /** `all`: every stage is dense. */
  readonly multiply: 'active' | 'all';
}

/** At most 64 wide everywhere, float32, not gated: the whole net is one loop (small.ts). */
export function isNarrow(stages: readonly SparseStage[], precision: SparsePrecision): boolean {
  return (
    precision === 'float32' &&
    stages.every(
      ({ inputs, outputs, activation }) => Math.max(inputs, outputs) <= narrowWidth && activation !== 'gated',
    )
  );
}

/** True for each stage with dense inputs, for which lists have no benefit. */
function stagesByOutput(stages: readonly SparseStage[], { precision, multiply }: LayoutOptions): readonly boolean[] {
  if (isNarrow(stages, precision)) return stages.map(() => false);
  return stages.map((_, index) => {
    const before = stages[index - 1]?.activation;
    return multiply === 'all' || (before !== 'relu' && before !== 'gated');
  });
}

/** Bytes of all weights; those that several stages share count once. */
export function totalWeightBytes(stages: readonly SparseStage[], precision: SparsePrecision): number {
  const distinct = new Set(stages.flatMap(({ weight, up }) => (up === undefined ? [weight] : [weight, up.weight])));
  return [...distinct].reduce((sum, { length }) => sum + length * weightBytes[precision], 0);
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

/** Computes the layout without allocating memory. The total may exceed the memory limit: the caller checks. */
export function planMemory(stages: readonly SparseStage[], options: LayoutOptions): MemoryLayout {
  const { precision, threads } = options;
  let end = stagesAddress + stages.length * stageBytes;
  const take = (bytes: number, multiple = 64): number => {
    const start = roundUp(end, multiple);
    end = start + bytes;
    return start;
  };
  const width = roundUp(Math.max(...stages.flatMap((stage) => [stage.inputs, stage.outputs])), columnBlock);
  const inputs = take(rowsPerCall * (stages[0]?.inputs ?? 0) * 4);
  const outputs = take(rowsPerCall * (stages.at(-1)?.outputs ?? 0) * 4);
  const accumulators = take(2 * tileRows * width * 4);
  const bufferBytes = stageBufferRows * width * 4 + maxThreads * countsBytes;
  const buffers = [take(bufferBytes), take(bufferBytes)] as const;
  const scratchBytes = roundUp(scratchHeadBytes + scratchBytesPerWidth * width, 64);
  const scratch = take(threads * scratchBytes);
  const statisticsBytes = roundUp((stages.length + 1) * 4, 64);
  const statistics = take(threads * statisticsBytes);
  const ordered = stagesByOutput(stages, options);
  const scaled = precision === 'int8';
  const placed = new Map<Float32Array, PlacedWeights[]>();
  /** Weights that several stages share stand in memory once. */
  const place = (weight: Float32Array, inputs: number, columns: number, byOutput: boolean): PlacedWeights => {
    const others = placed.get(weight) ?? [];
    const found = others.find((other) => other.inputs === inputs && other.byOutput === byOutput);
    if (found !== undefined) return { ...found, shared: true };
    const weights = take(0, pageBytes);
    const cut = panelsOf(inputs, columns, weights, options);
    take(byOutput ? roundUp(inputs, rowBlock) * columns * weightBytes[precision] : cut.end - weights);
    const made = {
      inputs,
      byOutput,
      weights,
      panels: cut.panels,
      scales: scaled ? take(columns * 4) : 0,
      shared: false,
    };
    placed.set(weight, [...others, made]);
    return made;
  };
  const stageLayouts = stages.map((stage, index): StageLayout => {
    const columns = roundUp(stage.outputs, columnBlock);
    const byOutput = ordered[index] ?? false;
    const { weights, panels, scales, shared } = place(stage.weight, stage.inputs, columns, byOutput);
    const bias = take(columns * 4);
    const up = stage.up && place(stage.up.weight, stage.inputs, columns, true);
    return {
      ...{
        width: columns,
        rowLength: roundUp(stage.inputs, rowBlock),
        byOutput,
        weights,
        panels,
        bias,
        scales,
        shared,
      },
      upWeights: up?.weights ?? 0,
      upBias: up === undefined ? 0 : take(columns * 4),
      upScales: up?.scales ?? 0,
      upShared: up?.shared ?? false,
    };
  });
  return {
    ...{ inputs, outputs, accumulators, buffers, scratch, scratchBytes, statistics, statisticsBytes, width },
    ...{ stages: stageLayouts, bytes: end },
  };
}

/** Values for the module besides the stages. */
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
  const { accumulators, buffers, scratch, width, scratchBytes, statistics, statisticsBytes } = layout;
  const control = new DataView(memory, controlAddress);
  write(control, controlOffsets, {
    ...{ threads, stages: stages.length, rows: 0, inputs: layout.inputs, outputs: layout.outputs, accumulators },
    ...{ buffers: buffers[0], scratch, width, scratchBytes, mayBlock: mayBlock ? 1 : 0, statistics, statisticsBytes },
  });
  control.setUint32(controlOffsets.buffers + 4, buffers[1], true);
  stages.forEach((stage, index) => {
    const at = layout.stages[index];
    if (at === undefined) return;
    const { weights, bias, scales, upWeights, upBias, upScales, rowLength } = at;
    write(new DataView(memory, stagesAddress + index * stageBytes, stageBytes), stageOffsets, {
      ...{ inputs: stage.inputs, outputs: stage.outputs, width: at.width, weights, bias, scales },
      ...{ activation: activationCodes[stage.activation], precision: precisionCodes[precision] },
      ...{ upWeights, upBias, upScales, rowLength, byOutput: at.byOutput ? 1 : 0 },
    });
  });
}

/** Writes 4-byte values at their offsets. */
function write<Name extends string>(
  memory: DataView,
  offsets: Readonly<Record<Name, number>>,
  values: Readonly<Record<Name, number>>,
): void {
  for (const name in values) memory.setUint32(offsets[name], values[name], true);
}

/** Sets the number of rows of the next call. */
export function rowCountWord(memory: ArrayBufferLike): Uint32Array {
  return new Uint32Array(memory, controlAddress + controlOffsets.rows, 1);
}
