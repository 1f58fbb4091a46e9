import { readFileSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import type { OnnxRuntime } from './onnx-runtime.js';

/**
 * Runs rows of features through onnxruntime: all in one run, or row by row if the file takes one row at a time.
 *
 * @param features - row-major [rows, inputs]
 * @returns row-major [rows, outputs]
 * @throws ReluctantError (failure) naming the file, with onnxruntime's message
 */
export async function runOnnxRuntime(
  { InferenceSession, Tensor }: OnnxRuntime,
  path: string,
  features: Float32Array,
  inputs: number,
): Promise<Float32Array> {
  try {
    const session = await InferenceSession.create(readFileSync(path), { logSeverityLevel: 4 });
    const [inputName = '', outputName = ''] = [session.inputNames[0], session.outputNames[0]];
    const [declared] = session.inputMetadata;
    const rows = features.length / inputs;
    const single = declared?.isTensor === true && declared.shape[0] === 1;
    const answer = async (from: number, count: number): Promise<Float32Array> => {
      const x = new Tensor('float32', features.slice(from * inputs, (from + count) * inputs), [count, inputs]);
      const results = await session.run({ [inputName]: x });
      return results[outputName]?.data as Float32Array;
    };
    if (!single) return await answer(0, rows);
    const parts: Float32Array[] = [];
    for (let row = 0; row < rows; row++) parts.push(await answer(row, 1));
    const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => {
      all.set(part, at);
      return at + part.length;
    }, 0);
    return all;
  } catch (error) {
    const [reason] = describe(error).split('\n');
    throw new ReluctantError('input-output', `onnxruntime cannot run ${path}: ${reason}`, { cause: error });
  }
}
