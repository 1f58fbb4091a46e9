import { describe, ReluctantError } from '@reluctant/errors';
import { SparseSession, type SparseSessionOptions } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import { shortPath } from '../output/say.js';

/**
 * Opens a session on a file.
 *
 * @throws ReluctantError (failure) naming the file when it cannot be read or is refused
 */
export async function openSession(path: string, options: SparseSessionOptions = {}): Promise<SparseSession> {
  try {
    return await SparseSession.create(path, options);
  } catch (error) {
    throw new ReluctantError('input-output', `${shortPath(path)}: ${describe(error)}`, { cause: error });
  }
}

/**
 * Runs rows of features, row-major, through a session, and closes it. A file that fixes its rows gets so many at a
 * time.
 *
 * @param options - `onnxRuntime: false` to use the session's own kernels only
 */
export async function sparseAnswers(
  path: string,
  features: Float32Array,
  columns: number,
  options: SparseSessionOptions,
): Promise<Float32Array> {
  const session = await openSession(path, options);
  try {
    const [inputName = '', outputName = ''] = [session.inputNames[0], session.outputNames[0]];
    const [declared] = session.inputMetadata;
    const fixed = declared?.isTensor === true ? declared.shape[0] : undefined;
    const rows = features.length / columns;
    const step = typeof fixed === 'number' ? fixed : rows;
    const parts: Float32Array[] = [];
    for (let row = 0; row < rows; row += step) {
      const part = features.slice(row * columns, (row + step) * columns);
      const results = await session.run({ [inputName]: new Tensor('float32', part, [step, columns]) });
      parts.push(results[outputName]?.data as Float32Array);
    }
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    parts.reduce((at, part) => {
      all.set(part, at);
      return at + part.length;
    }, 0);
    return all;
  } catch (error) {
    throw new ReluctantError('input-output', describe(error), { cause: error });
  } finally {
    await session.release();
  }
}
