import { describe, ReluctantError } from '@reluctant/errors';
import { SparseSession, type SparseSessionOptions } from '@reluctant/sparse';
import { shortPath } from '../report/say.js';

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

/** Runs rows of features, row-major, through the kernels of a session, never onnxruntime, and closes the session. */
export async function sparseAnswers(
  path: string,
  features: Float32Array,
  options: SparseSessionOptions,
): Promise<Float32Array> {
  const session = await openSession(path, options);
  try {
    return session.runSync(features);
  } catch (error) {
    throw new ReluctantError('input-output', `${shortPath(path)}: ${describe(error)}`, { cause: error });
  } finally {
    await session.release();
  }
}
