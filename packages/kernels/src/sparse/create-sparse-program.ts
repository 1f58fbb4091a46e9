import { checkProgram } from './check-program.js';
import type { SparseProgramOptions } from './program-options.js';
import { openSparseProgram, type SparseProgram } from './sparse-program.js';
import type { SparseStage } from './sparse-stage.js';

/**
 * Compiles stages into a program.
 *
 * @throws ReluctantError if an option or a shape is invalid, or (`out-of-memory`) the program would need more than 4
 * GiB
 */
export async function createSparseProgram(
  stages: readonly SparseStage[],
  options: SparseProgramOptions = {},
): Promise<SparseProgram> {
  checkProgram(stages, options);
  return await openSparseProgram(stages, options);
}
