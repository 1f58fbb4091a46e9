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

/** Byte offsets of one stage's parts. `upWeights`, `upBias` and the scales are 0 where there are none. */
export interface StageLayout {
  /** Outputs rounded up to 16. */
  readonly width: number;
  /** Inputs rounded up to 16. */
  readonly upWidth: number;
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

const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** Places everything; takes no memory. The sum may exceed what a program may take: the caller checks. */
export function planMemory(stages: readonly SparseStage[], precision: SparsePrecision, threads: number): MemoryLayout {
  let end = stagesOffset + stages.length * stageBytes;
  const take = (bytes: number): number => {
    const start = roundUp(end, 64);
    end = start + bytes;
    return start;
  };
  const width = roundUp(Math.max(...stages.flatMap((stage) => [stage.inputs, stage.outputs])), 16);
  const inputs = take(rowsPerCall * (stages[0]?.inputs ?? 0) * 4);
  const outputs = take(rowsPerCall * (stages.at(-1)?.outputs ?? 0) * 4);
  const accumulators = take(tileRows * width * 4);
  const bufferBytes = (4 * tileRows + 1) * width * 4 + maxThreads * 64;
  const buffers = [take(bufferBytes), take(bufferBytes)] as const;
  const scratchBytes = roundUp(width * 2, 64);
  const scratch = take(threads * scratchBytes);
  const statisticsBytes = roundUp((stages.length + 1) * 4, 64);
  const statistics = take(threads * statisticsBytes);
  const stageLayouts = stages.map((stage): StageLayout => {
    const columns = roundUp(stage.outputs, 16);
    const upWidth = roundUp(stage.inputs, 16);
    const scaled = precision === 'int8';
    return {
      width: columns,
      upWidth,
      weights: take(stage.inputs * columns * weightBytes[precision]),
      bias: take(columns * 4),
      scales: scaled ? take(columns * 4) : 0,
      upWeights: stage.up === undefined ? 0 : take(stage.outputs * upWidth * weightBytes[precision]),
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
  /** True: multiply every unit, zero or not. */
  readonly multiplyAll: boolean;
  readonly mayBlock: boolean;
}

/** Writes the control words and the stage descriptors. */
export function writeDescriptors(
  memory: ArrayBufferLike,
  layout: MemoryLayout,
  stages: readonly SparseStage[],
  { precision, threads, multiplyAll, mayBlock }: ProgramParameters,
): void {
  const { inputs, outputs, accumulators, buffers, scratch, width, scratchBytes, statistics, statisticsBytes } = layout;
  new Uint32Array(memory, parametersOffset, 15).set([
    ...[threads, stages.length, multiplyAll ? 1 : 0, 0],
    ...[inputs, outputs, accumulators, ...buffers, scratch, width, scratchBytes],
    ...[mayBlock ? 1 : 0, statistics, statisticsBytes],
  ]);
  stages.forEach((stage, index) => {
    const at = layout.stages[index];
    if (at === undefined) return;
    new Uint32Array(memory, stagesOffset + index * stageBytes, 12).set([
      ...[stage.inputs, stage.outputs, at.width, at.weights, at.bias],
      ...[activationCodes[stage.activation], precisionCodes[precision], at.scales],
      ...[at.upWeights, at.upBias, at.upScales, at.upWidth],
    ]);
  });
}

/** Sets the number of rows of the next call. */
export function rowCountWord(memory: ArrayBufferLike): Uint32Array {
  return new Uint32Array(memory, parametersOffset + 12, 1);
}
