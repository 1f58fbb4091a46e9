import { ReluctantError } from '@reluctant/errors';

/** Name of a TensorFlow.js backend; `tensorflow` is the native one of tfjs-node. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';

/** The Node globals used here; absent in other runtimes. */
interface NodeGlobals {
  readonly process?: {
    readonly env: Record<string, string | undefined>;
    getBuiltinModule?(name: 'node:util'): { isNullOrUndefined?: (value: unknown) => boolean };
  };
}

/**
 * Loads the native backend, `@tensorflow/tfjs-node`, an optional peer dependency: its binary is downloaded at installation and does not
 * exist for some platforms.
 *
 * @param threads - size of its thread pools. It reads them from the environment of the process, which a worker can change only if
 *   it was started with SHARE_ENV.
 */
export async function registerNative(threads?: number): Promise<unknown> {
  const { process } = globalThis as NodeGlobals;
  if (process === undefined) throw new ReluctantError('unsupported', 'it needs Node');
  if (threads !== undefined) {
    for (const name of ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'OMP_NUM_THREADS']) {
      process.env[name] ??= String(threads);
    }
  }
  // tfjs-node 4.22 calls a function that Node 23 removed; the upstream fix is not released yet.
  const util = process.getBuiltinModule?.('node:util');
  if (util) util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  // Not a literal, so that neither compiler nor bundler requires a package that may be missing.
  const native = ['@tensorflow', 'tfjs-node'].join('/');
  return import(native);
}

/** Loads the WebAssembly backend: SIMD, no threads in Node. */
export async function registerWasm(): Promise<unknown> {
  return import('@tensorflow/tfjs-backend-wasm');
}

/** Loads the plain JavaScript backend. */
export async function registerCpu(): Promise<unknown> {
  return import('@tensorflow/tfjs-backend-cpu');
}
