import { optionCheck, ReluctantError } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';
import { installLines, isMissingPackage } from './missing-package.js';
import { type BackendName, registerCpu, registerNative, registerWasm, type WasmPaths } from './register-backend.js';

/** Options of {@link selectBackend}. */
export interface BackendOptions {
  /** Default `auto`: native if its binary is installed, else wasm, else cpu. */
  readonly backend?: BackendName | 'auto';
  /**
   * Threads of the native backend, set before it is loaded; use 1 in a worker, so that thread pools do not multiply.
   * Default: the backend's own.
   */
  readonly threads?: number;
  /**
   * Where the wasm backend finds its files, `tfjs-backend-wasm*.wasm` in the folder `dist` of its package: the address
   * of a folder, or of each file by its name. A browser with SIMD reads `tfjs-backend-wasm-simd.wasm` only. Set before
   * the backend is first used. Default: in Node the package's folder, in browsers that of the script, where bundlers do
   * not put them.
   */
  readonly wasmPaths?: WasmPaths;
  /** Called with one sentence, at most once per process, when the best backend is not available. */
  readonly notice?: (sentence: string) => void;
}

const known = { backend: true, threads: true, wasmPaths: true, notice: true } as const;
const checkOptions = optionCheck<BackendOptions>('tfjsEngine', known);

interface Candidate {
  readonly name: BackendName;
  readonly register: (options: BackendOptions) => Promise<unknown>;
}

const candidates: readonly Candidate[] = [
  { name: 'tensorflow', register: ({ threads }) => registerNative(threads) },
  { name: 'wasm', register: ({ wasmPaths }) => registerWasm(wasmPaths) },
  { name: 'cpu', register: registerCpu },
];

const packages: Readonly<Record<BackendName, string>> = {
  tensorflow: '@tensorflow/tfjs-node',
  wasm: '@tensorflow/tfjs-backend-wasm',
  cpu: '@tensorflow/tfjs-backend-cpu',
};

/** Backends tried in this process, with the reason where one failed. TensorFlow.js has one global state per process. */
const tried = new Map<BackendName, Promise<string | undefined>>();
let noticed = false;

/**
 * Makes a backend of TensorFlow.js the current one.
 *
 * A backend is accepted only after it has computed one small operation correctly. One that fails is skipped with a
 * notice. The backends are optional peer dependencies; the cpu one is plain JavaScript and works wherever it is
 * installed.
 *
 * @throws ReluctantError (`unsupported`) when a backend requested by name does not work
 */
export async function selectBackend(options: BackendOptions = {}): Promise<BackendName> {
  checkOptions(options);
  const { backend = 'auto', notice } = options;
  // Suppresses the banner that advertises tfjs-node.
  tf.env().set('PROD', true);
  const wanted = candidates.filter(({ name }) => backend === 'auto' || backend === name);
  const failures: string[] = [];
  for (const { name, register } of wanted) {
    if (!tried.has(name)) tried.set(name, tryBackend(name, register, options));
    const failure = await tried.get(name);
    if (failure === undefined) {
      await activateBackend(name);
      if (failures.length > 0 && !noticed) {
        noticed = true;
        notice?.(`TensorFlow.js runs on its ${name} backend, because ${failures.join('; ')}`);
      }
      return name;
    }
    failures.push(`the ${label(name)} one is not available (${failure})`);
  }
  throw new ReluctantError('unsupported', `no backend of TensorFlow.js works: ${failures.join('; ')}`);
}

/** Makes a working backend the current one again, in case other code has selected another. */
export async function activateBackend(name: BackendName): Promise<void> {
  if (tf.getBackend() !== name) await tf.setBackend(name);
}

/** Returns why a backend does not work, or undefined if it does. */
async function tryBackend(
  name: BackendName,
  register: Candidate['register'],
  options: BackendOptions,
): Promise<string | undefined> {
  try {
    await register(options);
    if (!(await tf.setBackend(name))) return notInitialised(name);
    const answer = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0]);
    return answer === 11 ? undefined : `1·3 + 2·4 gave ${answer} on it`;
  } catch (error) {
    if (isMissingPackage(error)) return `it is not installed: ${installLines([packages[name]])}`;
    return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
  }
}

function notInitialised(name: BackendName): string {
  const advice = 'are its files where the option wasmPaths says, and does the page allow WebAssembly?';
  return `it does not initialise${name === 'wasm' && typeof location === 'object' ? `: ${advice}` : ''}`;
}

function label(name: BackendName): string {
  return name === 'tensorflow' ? 'native' : name;
}
