import { invalidOption, optionCheck, ReluctantError } from '@reluctant/errors';
import { maxThreads } from '../generated/sparse-abi.js';
import { instantiateSparse } from './instantiate-sparse.js';
import {
  type CallLayout,
  isNarrow,
  type LayoutOptions,
  type MemoryLayout,
  planFurtherCalls,
  planMemory,
  totalWeightBytes,
  writeControl,
  writeDescriptors,
} from './memory-layout.js';
import { packScreen } from './pack-screen.js';
import { packWeights } from './pack-weights.js';
import { type ScreenSettings, usualScreens } from './screen-settings.js';
import { sparseModule } from './sparse-module.js';
import type { AffineMap, SparsePrecision, SparseStage } from './sparse-stage.js';

/** Options of `createSparseProgram`. */
export interface SparseProgramOptions {
  /** Threads, the caller's included. Nets of less than 1 MiB of weights always use one. Default 1, at most 64. */
  readonly threads?: number;
  /** Default `float32`. */
  readonly precision?: SparsePrecision;
  /**
   * `active` (default): after ReLU only non-zero units. `all`: every unit, in the layout for dense products, as the
   * dense reference of benchmarks.
   */
  readonly multiply?: 'active' | 'all';
  /**
   * Whether single rows certify zeros from an int8 copy of the weights before ReLU, so that the weights of certified units
   * are not read. Results are the same bits. Default true; of layers with dense inputs and at least 262 144 weights, not for
   * `int8` nor when multiplying `all`. It takes up to 26 % more memory.
   */
  readonly certify?: boolean;
  /**
   * True if the calling thread may sleep while it waits for others. False on a browser's main thread, where it spins.
   * Default true.
   */
  readonly mayBlock?: boolean;
}

const checkOptions = optionCheck<SparseProgramOptions>('createSparseProgram', {
  threads: true,
  precision: true,
  multiply: true,
  certify: true,
  mayBlock: true,
});

/** With fewer bytes of weights, waking a thread costs more than it saves. */
const minimumBytesForThreads = 2 ** 20;
const pageBytes = 65536;
const maximumBytes = 65536 * pageBytes;

function checkMap({ weight, bias }: AffineMap, inputs: number, outputs: number, name: string): void {
  if (weight.length !== inputs * outputs) {
    throw new ReluctantError(
      'invalid-argument',
      `${name} must have ${outputs} × ${inputs} weights, got ${weight.length}`,
    );
  }
  if (bias !== undefined && bias.length !== outputs) {
    throw new ReluctantError('invalid-argument', `${name} must have ${outputs} biases, got ${bias.length}`);
  }
}

function checkStages(stages: readonly SparseStage[]): void {
  if (stages.length === 0) throw new ReluctantError('invalid-argument', 'a sparse program needs at least one stage');
  stages.forEach((stage, index) => {
    const name = `stage ${index}`;
    const { inputs, outputs } = stage;
    if (![inputs, outputs].every((size) => Number.isInteger(size) && size > 0)) {
      throw new ReluctantError(
        'invalid-argument',
        `${name} must have positive whole sizes, got ${inputs} → ${outputs}`,
      );
    }
    const previous = stages[index - 1]?.outputs;
    if (previous !== undefined && previous !== inputs) {
      throw new ReluctantError(
        'invalid-argument',
        `${name} takes ${inputs} inputs, but the stage before it gives ${previous}`,
      );
    }
    checkMap(stage, inputs, outputs, name);
    if ((stage.activation === 'gated') !== (stage.up !== undefined)) {
      throw new ReluctantError('invalid-argument', `${name} must have a second factor if and only if it is gated`);
    }
    if (stage.up !== undefined) checkMap(stage.up, inputs, outputs, `the second factor of ${name}`);
  });
}

/** A program's memory with its weights, and the module that runs on it. */
export interface CompiledProgram {
  readonly layout: MemoryLayout;
  /** Of further programs on the same weights. */
  readonly calls: readonly CallLayout[];
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  readonly threads: number;
  /** Of the weights. */
  readonly bytes: number;
  readonly narrow: boolean;
  readonly mayBlock: boolean;
}

/**
 * Compiles stages into memory.
 *
 * @param further - number of further programs, for one thread each, that shall run on the same weights
 * @throws ReluctantError if an option or a shape is invalid, or (`out-of-memory`) more than 4 GiB would be needed
 */
export async function compileProgram(
  stages: readonly SparseStage[],
  options: SparseProgramOptions,
  further = 0,
  screens: ScreenSettings = usualScreens,
): Promise<CompiledProgram> {
  checkOptions(options);
  const { threads: asked = 1, precision = 'float32', multiply = 'active', certify = true, mayBlock = true } = options;
  checkStages(stages);
  if (!Number.isInteger(asked) || asked < 1 || asked > maxThreads) {
    throw invalidOption('threads', `a whole number from 1 to ${maxThreads}`, asked);
  }
  const bytes = totalWeightBytes(stages, precision);
  const threads = bytes < minimumBytesForThreads ? 1 : asked;
  const plain = { precision, threads, multiply };
  const screened = certify && multiply === 'active' && precision !== 'int8';
  // A net that fits only without screens runs without them.
  const { layout, calls, memory } =
    (screened && placeIfRoom(stages, { ...plain, screens }, further)) || placeStages(stages, plain, further);
  writeDescriptors(memory.buffer, layout, stages, { precision, threads, mayBlock });
  for (const call of calls) writeControl(memory.buffer, call, stages.length, { threads, mayBlock });
  const module = await sparseModule();
  const kernels = instantiateSparse(module, memory);
  const packed = new Set([0]);
  stages.forEach((stage, index) => {
    const at = layout.stages[index];
    if (at === undefined) return;
    packWeights(memory.buffer, stage, at, precision);
    if (!packed.has(at.screen)) packScreen(kernels, memory.buffer, stage, at, precision, screens);
    packed.add(at.screen);
  });
  const narrow = isNarrow(stages, precision);
  return { layout, calls, memory, module, threads, bytes, narrow, mayBlock };
}

/** Memory in its layout. */
type Placed = Pick<CompiledProgram, 'layout' | 'calls' | 'memory'>;

function placeStages(stages: readonly SparseStage[], options: LayoutOptions, further: number): Placed {
  const layout = planMemory(stages, options);
  const { calls, bytes } = planFurtherCalls(stages, layout, further);
  if (bytes > maximumBytes) {
    const message = `the net needs ${bytes} bytes, more than the ${maximumBytes} that WebAssembly can address`;
    throw new ReluctantError('out-of-memory', message);
  }
  return { layout, calls, memory: allocate(Math.ceil(bytes / pageBytes)) };
}

/** Undefined if there is not enough memory. */
function placeIfRoom(stages: readonly SparseStage[], options: LayoutOptions, further: number): Placed | undefined {
  try {
    return placeStages(stages, options, further);
  } catch (error) {
    if (ReluctantError.isInstance(error) && error.code === 'out-of-memory') return undefined;
    throw error;
  }
}

function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    throw new ReluctantError(
      'out-of-memory',
      `the net needs ${pages * pageBytes} bytes, but this machine could not allocate them`,
    );
  }
}
