import { invalidOption, ReluctantError } from '@reluctant/errors';
import { claimOffset, maxThreads } from '../generated/sparse-abi.js';
import { checkProgram } from './check-program.js';
import { compileProgram } from './compile-program.js';
import type { CallLayout, MemoryLayout } from './memory-layout.js';
import type { SparseProgramOptions } from './program-options.js';
import { SparseProgram } from './sparse-program.js';
import type { SparseStage } from './sparse-stage.js';
import type { StageShape } from './unpack-weights.js';

/**
 * Weights in memory that the workers of a process share, with places for programs on them. It can be posted to workers;
 * each opens programs of its own.
 */
export interface SharedProgram {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly shapes: readonly StageShape[];
  readonly layout: MemoryLayout;
  /** A place for each program that can be open at the same time. */
  readonly places: readonly CallLayout[];
  /** Bytes of the weights. */
  readonly weightBytes: number;
  readonly narrow: boolean;
}

/** Most programs on one copy of weights. */
const mostPrograms = maxThreads;

/**
 * Compiles stages once for several programs, each on one thread.
 *
 * @param programs - how many can be open at the same time, 1 to 64
 * @throws ReluctantError if an option or a shape is invalid, or (`out-of-memory`) more than 4 GiB would be needed
 */
export async function shareSparseProgram(
  stages: readonly SparseStage[],
  { programs, ...options }: Omit<SparseProgramOptions, 'threads'> & { readonly programs: number },
): Promise<SharedProgram> {
  if (!Number.isInteger(programs) || programs < 1 || programs > mostPrograms)
    throw invalidOption('programs', `a whole number from 1 to ${mostPrograms}`, programs);
  checkProgram(stages, options);
  const { module, memory, layout, calls, bytes, narrow } = await compileProgram(stages, options, programs - 1);
  const shapes = stages.map(({ inputs, outputs, activation }) => ({ inputs, outputs, activation }));
  return { module, memory, shapes, layout, places: [layout, ...calls], weightBytes: bytes, narrow };
}

/**
 * Opens a program in a free place. `stop` gives the place back; a worker that ends without it keeps its places.
 *
 * @throws ReluctantError (`wrong-state`) if every place is taken
 */
export function openSharedProgram(
  { module, memory, shapes, layout, places, weightBytes, narrow }: SharedProgram,
  mayBlock: boolean,
): SparseProgram {
  const claimOf = ({ control }: CallLayout): Int32Array => new Int32Array(memory.buffer, control + claimOffset, 1);
  const place = places.find((each) => Atomics.compareExchange(claimOf(each), 0, 0, 1) === 0);
  if (place === undefined) {
    const message = `the shared model has places for ${places.length} sessions, and all are taken: release one, or share it with more sessions`;
    throw new ReluctantError('wrong-state', message);
  }
  // What a program that had this place before has counted, and learned about its screens.
  const { statistics, statisticsBytes, screening, screeningBytes } = place;
  new Uint8Array(memory.buffer, statistics, statisticsBytes).fill(0);
  new Uint8Array(memory.buffer, screening, screeningBytes).fill(0);
  const stopped = (): void => void Atomics.store(claimOf(place), 0, 0);
  const settings = { threads: 1, bytes: weightBytes, narrow, mayBlock, stopped };
  return new SparseProgram(shapes, { ...layout, ...place, stages: layout.stages }, memory, module, settings);
}
