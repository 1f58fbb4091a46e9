import { createSparseProgram } from '../sparse/create-sparse-program.js';
import type { SparsePrecision, SparseStage } from '../sparse/sparse-stage.js';
import { everyStage, screenedProgram } from './screened-program.js';

const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.slice().buffer);

/** Bits of both programs' answers to a row. */
export async function answers(
  stages: readonly SparseStage[],
  x: Float32Array,
  precision: SparsePrecision = 'float32',
  factor = 1,
): Promise<{ screened: Uint32Array; plain: Uint32Array; candidates: number }> {
  const program = await screenedProgram(stages, { precision }, { ...everyStage, factor });
  const plain = await createSparseProgram(stages, { precision, certify: false });
  const screened = bitsOf(program.run(x));
  program.takeDensities();
  return { screened, plain: bitsOf(plain.run(x)), candidates: program.screens[0]?.candidates ?? Number.NaN };
}
