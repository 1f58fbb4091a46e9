import { readFileSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';
import { importOnnx, layerInputs, type MlpGraph } from '@reluctant/onnx';
import type { SparseSession } from '@reluctant/sparse';
import { openSession } from '../inference/sparse-answers.js';
import type { NpyArray } from '../inspection/read-npy.js';
import { fileFeeds } from '../inspection/session-feeds.js';
import { tableCalls } from '../inspection/table-calls.js';
import { type PreparedBench, prepareModels } from './prepare-models.js';

/** The inputs of a bench: rows of a directory's own, a file of the user with what it holds, or files of a table. */
export type BenchRows = Float32Array | { readonly path: string; readonly array: NpyArray } | { readonly table: string };

/**
 * Prepares any ONNX file: one chain of layers in several graphs with several densities, any other graph as it is.
 *
 * @param rows - a chain's own inputs, row-major; random ones if absent
 * @throws ReluctantError (failure) naming the file when onnxruntime refuses it, too
 */
export async function prepareFile(
  path: string,
  rows: BenchRows | undefined,
  sweep: { readonly densities: readonly number[]; readonly batches: readonly number[] },
): Promise<PreparedBench> {
  const graph = chainOf(path);
  if (graph !== undefined) return await prepareModels(graph, rows && numbersOf(graph, rows), sweep);
  const session = await openSession(path, { threads: 1 });
  try {
    if (rows === undefined || rows instanceof Float32Array) return wholeGraph(path, session, sweep.batches, null);
    if ('table' in rows) {
      await tableCalls(path, rows.table, 1);
      return { ...wholeGraph(path, session, sweep.batches, null), table: rows.table };
    }
    // Refuses what does not fit now, not in a measuring process.
    for (const batch of sweep.batches) fileFeeds(session, rows.array, batch);
    return wholeGraph(path, session, sweep.batches, rows.path);
  } finally {
    await session.release();
  }
}

/** @throws ReluctantError if the rows of a file do not fit the first layer */
function numbersOf({ layers: [first] }: MlpGraph, rows: BenchRows): Float32Array {
  if (rows instanceof Float32Array) return rows;
  if ('table' in rows) throw new ReluctantError('invalid-option', '--data is for a model of a table: give --inputs');
  const { shape, data } = rows.array;
  const features = first === undefined ? 0 : layerInputs(first);
  const numbers = Float32Array.from(Array.from<number | bigint | string>(data), Number);
  const texts = typeof data[0] === 'string';
  if (shape.length !== 2 || shape[0] === 0 || shape[1] !== features || texts) {
    const got = texts ? 'texts' : `[${shape.join(', ')}]`;
    throw new ReluctantError('invalid-option', `--inputs must have the shape [rows, ${features}], got ${got}`);
  }
  return numbers;
}

/** @param inputs - a `.npy` file of rows; null for random ones */
function wholeGraph(
  path: string,
  { info, inputMetadata }: SparseSession,
  asked: readonly number[],
  inputs: string | null,
): PreparedBench {
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
    ...{ widths: [], weightBytes: info.weightBytes, features: 0, inputs, table: null, leftOut },
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
