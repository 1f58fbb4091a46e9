import { compileProgram } from '../sparse/compile-program.js';
import { type ScreenSettings, usualScreens } from '../sparse/screen-settings.js';
import { SparseProgram } from '../sparse/sparse-program.js';
import type { SparsePrecision, SparseStage } from '../sparse/sparse-stage.js';

const always = { cached: 1, memory: 1 };

/** Screens of stages of any size, which never pause. */
export const everyStage: ScreenSettings = {
  ...usualScreens,
  leastWeights: 1,
  leastInputs: 1,
  limits: { float32: always, bfloat16: always, int8: always },
};

/** A program whose stages before ReLU are screened, however small. */
export async function screenedProgram(
  stages: readonly SparseStage[],
  options: { readonly precision?: SparsePrecision; readonly threads?: number } = {},
  screens: ScreenSettings = everyStage,
): Promise<SparseProgram> {
  const { layout, memory, module, ...rest } = await compileProgram(stages, options, 0, screens);
  return new SparseProgram(stages, layout, memory, module, rest);
}
