import { ReluctantError } from '@reluctant/errors';
import { env } from '@tensorflow/tfjs-core';

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
 * Loads the native backend, `@tensorflow/tfjs-node`, an optional peer dependency: its binary is downloaded at
 * installation and does not exist for some platforms.
 *
 * @param threads - size of its thread pools. It reads them from the environment of the process, which a worker can
 *   change only if it was started with SHARE_ENV.
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
  return import(/* @vite-ignore */ /* webpackIgnore: true */ /* turbopackIgnore: true */ native);
}

/** Files of `@tensorflow/tfjs-backend-wasm`, in its folder `dist`; the runtime needs one of them. */
const wasmFiles = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
] as const;

/** Address of the folder of the wasm files of TensorFlow.js, or of each file. */
export type WasmPaths = string | URL | Readonly<Partial<Record<(typeof wasmFiles)[number], string | URL>>>;

/**
 * Loads the WebAssembly backend: SIMD, one thread. Threads in browsers would change the last bits of results and need a
 * worker made from a string.
 *
 * @param paths - default: in Node the package's own folder, in browsers that of the script
 */
export async function registerWasm(paths?: WasmPaths): Promise<unknown> {
  const backend = await import('@tensorflow/tfjs-backend-wasm');
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (typeof paths === 'string' || paths instanceof URL) backend.setWasmPaths(String(paths).replace(/\/?$/, '/'));
  // tfjs wants the addresses of all files, though it reads one.
  else if (paths)
    backend.setWasmPaths(Object.fromEntries(wasmFiles.map((name) => [name, String(paths[name] ?? name)])));
  return backend;
}

/** Loads the plain JavaScript backend. */
export async function registerCpu(): Promise<unknown> {
  return import('@tensorflow/tfjs-backend-cpu');
}
