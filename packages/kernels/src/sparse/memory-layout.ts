import {
  activationCodes,
  columnBlock,
  controlAddress,
  controlBytes,
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
  screenStateBytes,
  stageBufferRows,
  stageBytes,
  stageOffsets,
  stagesAddress,
  tileRows,
  weightBytes,
} from '../generated/sparse-abi.js';
import { type ScreenSettings, screenBytes, takesScreen } from './screen-settings.js';
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
  /**
   * Weights by output (a stage whose inputs are dense) or by input (one whose inputs come from ReLU); see layout.ts.
   */
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
  /** The int8 copy that certifies zeros; 0 if there is none. */
  readonly screen: number;
}

/** Weights with a place in memory. */
interface PlacedWeights {
  readonly inputs: number;
  readonly byOutput: boolean;
  readonly weights: number;
  readonly panels: readonly Panel[];
  readonly scales: number;
  readonly screen: number;
  readonly shared: boolean;
}

/** What a program needs besides stages and weights: programs that share these have one each. */
export interface CallLayout {
  /** Address of the control words. */
  readonly control: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly accumulators: number;
  readonly buffers: readonly [number, number];
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly statistics: number;
  readonly statisticsBytes: number;
  readonly screening: number;
  readonly screeningBytes: number;
  /** The widest padded stage, inputs included. */
  readonly width: number;
}

/** Layout of the memory of one program. */
export interface MemoryLayout extends CallLayout {
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
  /** Which stages get an int8 copy that certifies zeros; absent: none. */
  readonly screens?: ScreenSettings;
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

/** Takes bytes at the next multiple. */
type Take = (bytes: number, multiple?: number) => number;

/** Takes bytes from an address on. */
function takeFrom(start: number): { readonly take: Take; end(): number } {
  let end = start;
  return {
    end: () => end,
    take(bytes, multiple = 64) {
      const at = roundUp(end, multiple);
      end = at + bytes;
      return at;
    },
  };
}

function planCall(stages: readonly StageSizes[], threads: number, control: number, take: Take): CallLayout {
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
  const screeningBytes = roundUp(stages.length * screenStateBytes, 64);
  const screening = take(threads * screeningBytes);
  return {
    ...{ control, inputs, outputs, accumulators, buffers, scratch, scratchBytes, statistics, statisticsBytes, width },
    ...{ screening, screeningBytes },
  };
}

/**
 * Further programs on the stages and weights of a layout, each for one thread.
 *
 * @returns their layouts, and the bytes of the whole memory
 */
export function planFurtherCalls(
  stages: readonly StageSizes[],
  { bytes }: MemoryLayout,
  count: number,
): { readonly calls: readonly CallLayout[]; readonly bytes: number } {
  const { take, end } = takeFrom(bytes);
  const calls = Array.from({ length: count }, () => planCall(stages, 1, take(controlBytes), take));
  return { calls, bytes: end() };
}

/** Computes the layout without allocating memory. The total may exceed the memory limit: the caller checks. */
export function planMemory(stages: readonly SparseStage[], options: LayoutOptions): MemoryLayout {
  const { precision, threads } = options;
  const { take, end } = takeFrom(stagesAddress + stages.length * stageBytes);
  const call = planCall(stages, threads, controlAddress, take);
  const ordered = stagesByOutput(stages, options);
  const scaled = precision === 'int8';
  const placed = new Map<Float32Array, PlacedWeights[]>();
  /** Weights that several stages share stand in memory once. */
  const place = (
    weight: Float32Array,
    inputs: number,
    columns: number,
    byOutput: boolean,
    screened = 0,
  ): PlacedWeights => {
    const others = placed.get(weight) ?? [];
    const found = others.find((other) => other.inputs === inputs && other.byOutput === byOutput);
    if (found !== undefined && (screened === 0 || found.screen !== 0)) return { ...found, shared: true };
    if (found !== undefined) {
      const screen = take(screened, pageBytes);
      placed.set(weight, [{ ...found, screen }, ...others.filter((other) => other !== found)]);
      return { ...found, screen, shared: true };
    }
    const weights = take(0, pageBytes);
    const cut = panelsOf(inputs, columns, weights, options);
    take(byOutput ? roundUp(inputs, rowBlock) * columns * weightBytes[precision] : cut.end - weights);
    const made = {
      inputs,
      byOutput,
      weights,
      panels: cut.panels,
      scales: scaled ? take(columns * 4) : 0,
      screen: screened === 0 ? 0 : take(screened, pageBytes),
      shared: false,
    };
    placed.set(weight, [...others, made]);
    return made;
  };
  const stageLayouts = stages.map((stage, index): StageLayout => {
    const columns = roundUp(stage.outputs, columnBlock);
    const byOutput = ordered[index] ?? false;
    const rowLength = roundUp(stage.inputs, rowBlock);
    const screened = options.screens !== undefined && takesScreen(stage, byOutput, precision, options.screens);
    const { weights, panels, scales, screen, shared } = place(
      ...([stage.weight, stage.inputs, columns, byOutput] as const),
      screened ? screenBytes(rowLength, stage.outputs) : 0,
    );
    const bias = take(columns * 4);
    const up = stage.up && place(stage.up.weight, stage.inputs, columns, true);
    return {
      ...{
        width: columns,
        rowLength,
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
      screen: screened ? screen : 0,
    };
  });
  return {
    ...call,
    ...{ stages: stageLayouts, bytes: end() },
  };
}

/** The sizes of a stage. */
export type StageSizes = Pick<SparseStage, 'inputs' | 'outputs'>;

/** Values for the module besides the stages. */
export interface ProgramParameters {
  readonly precision: SparsePrecision;
  readonly threads: number;
  readonly mayBlock: boolean;
}

/** Writes the control words of a program. */
export function writeControl(
  memory: ArrayBufferLike,
  call: CallLayout,
  stages: number,
  { threads, mayBlock }: Omit<ProgramParameters, 'precision'>,
): void {
  const { inputs, outputs, accumulators, buffers, scratch, width, scratchBytes, statistics, statisticsBytes } = call;
  const { screening, screeningBytes } = call;
  const control = new DataView(memory, call.control);
  write(control, controlOffsets, {
    ...{ threads, stages, rows: 0, inputs, outputs, accumulators },
    ...{ buffers: buffers[0], scratch, width, scratchBytes, mayBlock: mayBlock ? 1 : 0, statistics, statisticsBytes },
    ...{ screening, screeningBytes },
  });
  control.setUint32(controlOffsets.buffers + 4, buffers[1], true);
}

/** Writes the control words and the stage descriptors. */
export function writeDescriptors(
  memory: ArrayBufferLike,
  layout: MemoryLayout,
  stages: readonly SparseStage[],
  { precision, threads, mayBlock }: ProgramParameters,
): void {
  writeControl(memory, layout, stages.length, { threads, mayBlock });
  stages.forEach((stage, index) => {
    const at = layout.stages[index];
    if (at === undefined) return;
    const { weights, bias, scales, upWeights, upBias, upScales, rowLength, screen } = at;
    write(new DataView(memory, stagesAddress + index * stageBytes, stageBytes), stageOffsets, {
      ...{ inputs: stage.inputs, outputs: stage.outputs, width: at.width, weights, bias, scales },
      ...{ activation: activationCodes[stage.activation], precision: precisionCodes[precision] },
      ...{ upWeights, upBias, upScales, rowLength, byOutput: at.byOutput ? 1 : 0, screen },
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
export function rowCountWord(memory: ArrayBufferLike, { control }: CallLayout): Uint32Array {
  return new Uint32Array(memory, control + controlOffsets.rows, 1);
}
