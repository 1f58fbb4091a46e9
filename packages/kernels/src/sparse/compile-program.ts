import { ReluctantError } from '@reluctant/errors';
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
import { packFloat32, packWeights } from './pack-weights.js';
import type { SparseProgramOptions } from './program-options.js';
import { limitOf, type ScreenSettings, usualScreens } from './screen-settings.js';
import { float32Module, screensModule, wholeModule } from './sparse-module.js';
import type { SparseStage } from './sparse-stage.js';

/** With fewer bytes of weights, waking a thread costs more than it saves. */
const minimumBytesForThreads = 2 ** 20;
const pageBytes = 65536;
const maximumBytes = 65536 * pageBytes;

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
 * @param stages - and options: valid, as `checkProgram` checks
 * @param further - number of further programs, for one thread each, that shall run on the same weights
 * @throws ReluctantError (`out-of-memory`) if more than 4 GiB would be needed, (`unsupported`) where there is no
 * WebAssembly or it is forbidden
 */
export async function compileProgram(
  stages: readonly SparseStage[],
  options: SparseProgramOptions,
  further = 0,
  screens: ScreenSettings = usualScreens,
): Promise<CompiledProgram> {
  const { threads: asked = 1, precision = 'float32', multiply = 'active', certify = true, mayBlock = true } = options;
  const bytes = totalWeightBytes(stages, precision);
  const threads = bytes < minimumBytesForThreads ? 1 : asked;
  const plain = { precision, threads, multiply };
  // Before memory is allocated: where WebAssembly is forbidden, an allocation may fail for a reason that is not memory.
  const module = await (precision === 'float32' ? float32Module() : wholeModule());
  const screened = certify && multiply === 'active' && precision !== 'int8';
  // A net that fits only without screens runs without them.
  const { layout, calls, memory } =
    (screened && placeIfRoom(stages, { ...plain, screens }, further)) || placeStages(stages, plain, further);
  writeDescriptors(memory.buffer, layout, stages, { precision, threads, mayBlock });
  for (const call of calls) writeControl(memory.buffer, call, stages.length, { threads, mayBlock });
  const pack = precision === 'float32' ? packFloat32 : (await import('./pack-rounded.js')).packRounded(precision);
  stages.forEach((stage, index) => {
    const at = layout.stages[index];
    if (at !== undefined) packWeights(memory.buffer, stage, at, pack);
  });
  if (layout.stages.some(({ screen }) => screen !== 0)) {
    const { packScreen } = await import('./pack-screen.js');
    const kernels = instantiateSparse(await screensModule(), memory);
    // Stages that share weights share their screen.
    const packed = new Set([0]);
    stages.forEach((stage, index) => {
      const at = layout.stages[index];
      if (at === undefined || packed.has(at.screen)) return;
      const use = { factor: screens.factor, limit: limitOf(stage, precision, screens) };
      packScreen(kernels, memory.buffer, stage.outputs, at, precision, use);
      packed.add(at.screen);
    });
  }
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
