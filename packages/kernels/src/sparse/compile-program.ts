import { invalidOption, optionCheck, ReluctantError } from '@reluctant/errors';
import { maxThreads } from '../generated/sparse-abi.js';
import {
  type CallLayout,
  isNarrow,
  type MemoryLayout,
  planFurtherCalls,
  planMemory,
  totalWeightBytes,
  writeControl,
  writeDescriptors,
} from './memory-layout.js';
import { packWeights } from './pack-weights.js';
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
   * True if the calling thread may sleep while it waits for others. False on a browser's main thread, where it spins.
   * Default true.
   */
  readonly mayBlock?: boolean;
}

const checkOptions = optionCheck<SparseProgramOptions>('createSparseProgram', {
  threads: true,
  precision: true,
  multiply: true,
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
): Promise<CompiledProgram> {
  checkOptions(options);
  const { threads: asked = 1, precision = 'float32', multiply = 'active', mayBlock = true } = options;
  checkStages(stages);
  if (!Number.isInteger(asked) || asked < 1 || asked > maxThreads) {
    throw invalidOption('threads', `a whole number from 1 to ${maxThreads}`, asked);
  }
  const bytes = totalWeightBytes(stages, precision);
  const threads = bytes < minimumBytesForThreads ? 1 : asked;
  const layout = planMemory(stages, { precision, threads, multiply });
  const { calls, bytes: needed } = planFurtherCalls(stages, layout, further);
  if (needed > maximumBytes) {
    const message = `the net needs ${needed} bytes, more than the ${maximumBytes} that WebAssembly can address`;
    throw new ReluctantError('out-of-memory', message);
  }
  const memory = allocate(Math.ceil(needed / pageBytes));
  writeDescriptors(memory.buffer, layout, stages, { precision, threads, mayBlock });
  for (const call of calls) writeControl(memory.buffer, call, stages.length, { threads, mayBlock });
  stages.forEach((stage, index) => {
    const at = layout.stages[index];
    if (at !== undefined) packWeights(memory.buffer, stage, at, precision);
  });
  const narrow = isNarrow(stages, precision);
  return { layout, calls, memory, module: await sparseModule(), threads, bytes, narrow, mayBlock };
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
