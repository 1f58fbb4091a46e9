import { ReluctantError } from '@reluctant/errors';
import type { ModelSource } from './model-source.js';
import { originOf } from './origin.js';
import type { Platform } from './platform.js';
import { openRuntimeHere, type RuntimeHandle } from './runtime-handle.js';
import { onnxRuntimeOptions } from './runtime-options.js';
import { firstLine, RuntimeSession } from './runtime-session.js';
import type { SparseSession, SparseSessionInfo, SparseSessionOptions } from './sparse-session.js';

/** A model that onnxruntime is to run as a whole. */
export interface WholeModel {
  readonly source: ModelSource;
  /** Taken over by onnxruntime. */
  readonly bytes: Uint8Array;
  readonly externalFiles: ReadonlyMap<string, Uint8Array>;
  readonly options: SparseSessionOptions;
  readonly threads: number;
  /** What could not be had so far; more is added. */
  readonly notices: string[];
}

/**
 * One onnxruntime session for a graph that the session's kernels refused.
 *
 * @throws ReluctantError with the refusal, if onnxruntime may not be used, is not there, or refuses the model as well
 */
export async function openWhole(
  platform: Platform,
  model: WholeModel,
  refusal: ReluctantError,
): Promise<SparseSession> {
  const { code, message: reason } = refusal;
  const allowed = model.options.onnxRuntime !== false;
  const whole = allowed ? await openRuntime(platform, model, reason, code) : undefined;
  if (whole !== undefined) return whole;
  const name = platform.onnxRuntimePackage;
  const missing = allowed
    ? `${name} is not installed (${platform.onnxRuntimeInstallLines})`
    : 'the option onnxRuntime is false';
  const message = `${reason}; onnxruntime may run the model, but ${missing}`;
  throw new ReluctantError(code, message, { cause: refusal });
}

/**
 * One onnxruntime session for the whole graph.
 *
 * @param reason - why the session's kernels do not run it
 * @param code - of the error if onnxruntime refuses the model
 * @returns undefined if onnxruntime is not there
 */
export async function openRuntime(
  platform: Platform,
  { source, bytes, externalFiles, options, threads, notices }: WholeModel,
  reason: string,
  code: ReluctantError['code'],
): Promise<SparseSession | undefined> {
  const { onnxRuntime } = options;
  const theirs = {
    ...onnxRuntimeOptions(options, threads),
    ...(externalFiles.size > 0 && { externalData: [...externalFiles].map(([path, data]) => ({ path, data })) }),
  };
  const weights = [...externalFiles.values()].reduce((sum, data) => sum + data.length, bytes.length);
  let handle: RuntimeHandle | undefined;
  try {
    handle = await (typeof onnxRuntime === 'object'
      ? openRuntimeHere(onnxRuntime, bytes, theirs)
      : platform.openRuntime(bytes, theirs, weights, (sentence) => void notices.push(sentence)));
  } catch (error) {
    const message = `${reason}; onnxruntime refuses the model, too: ${firstLine(error)}`;
    throw new ReluctantError(code, message, { cause: error });
  }
  const info: SparseSessionInfo = {
    ...{ inputs: 0, outputs: 0, engine: 'onnxruntime', reason, threads },
    ...{ precision: 'float32', weightBytes: 0, memoryBytes: weights, narrow: false, metadata: {} },
    ...{ steps: [], notices },
  };
  return handle && new RuntimeSession(handle, info, originOf(source));
}
