import { readFileSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';
import { importOnnx, type MlpGraph } from '@reluctant/onnx';
import type { SparseSession } from '@reluctant/sparse';
import { openSession } from '../inference/sparse-answers.js';
import { type PreparedBench, prepareModels } from './prepare-models.js';

/**
 * Prepares any ONNX file: one chain of layers in several graphs with several densities, any other graph as it is.
 *
 * @param rows - a chain's own inputs, row-major; random ones if absent
 * @throws ReluctantError (failure) naming the file when onnxruntime refuses it, too
 */
export async function prepareFile(
  path: string,
  rows: Float32Array | undefined,
  sweep: { readonly densities: readonly number[]; readonly batches: readonly number[] },
): Promise<PreparedBench> {
  const graph = chainOf(path);
  if (graph !== undefined) return await prepareModels(graph, rows, sweep);
  const session = await openSession(path, { threads: 1 });
  try {
    return wholeGraph(path, session, sweep.batches);
  } finally {
    await session.release();
  }
}

function wholeGraph(path: string, { info, inputMetadata }: SparseSession, asked: readonly number[]): PreparedBench {
  const leftOut =
    info.engine === 'onnxruntime'
      ? [`onnxruntime runs the whole model, also for SparseSession: ${info.reason}`]
      : ['the model is not one chain of layers: there are no densities, no sparse graph and no bound'];
  const [first] = inputMetadata;
  const fixed = first?.isTensor === true && typeof first.shape[0] === 'number' ? first.shape[0] : undefined;
  if (fixed !== undefined && asked.some((batch) => batch !== fixed))
    leftOut.push(`the file fixes its rows: every call has a batch of ${fixed}`);
  return {
    kind: info.engine === 'onnxruntime' ? 'onnxruntime' : 'graph',
    ...{ widths: [], weightBytes: info.weightBytes, features: 0, inputs: null, leftOut },
    models: [{ name: 'as trained', needed: undefined, files: { dense: path } }],
    batches: fixed === undefined ? asked : [Math.max(1, fixed)],
    remove: () => undefined,
  };
}

/** A file as a chain of layers, or undefined if it is something else. */
function chainOf(path: string): MlpGraph | undefined {
  try {
    return importOnnx(readFileSync(path));
  } catch (error) {
    // A session says what is wrong with the file, if anything.
    if (ReluctantError.isInstance(error)) return undefined;
    throw new ReluctantError('input-output', `${path} cannot be read`, { cause: error });
  }
}
