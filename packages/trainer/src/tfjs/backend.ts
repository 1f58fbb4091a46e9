import { optionCheck, ReluctantError } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';
import { type BackendName, registerCpu, registerNative, registerWasm } from './register-backend.js';

/** Options of {@link selectBackend}. */
export interface BackendOptions {
  /** Default `auto`: native when its binary is there, else wasm, else cpu. */
  readonly backend?: BackendName | 'auto';
  /** Threads of the native backend, set before it is loaded; say 1 in a worker, so that pools are not multiplied. */
  readonly threads?: number;
  /** Told in one sentence when the best backend is not to be had; once in a process. */
  readonly notice?: (sentence: string) => void;
}

const checkOptions = optionCheck<BackendOptions>('tfjsEngine', { backend: true, threads: true, notice: true });

const candidates: readonly { readonly name: BackendName; readonly register: (threads?: number) => Promise<unknown> }[] =
  [
    { name: 'tensorflow', register: registerNative },
    { name: 'wasm', register: registerWasm },
    { name: 'cpu', register: registerCpu },
  ];

/** Backends that were tried in this process, and why one failed. TensorFlow.js itself keeps one state per process. */
const tried = new Map<BackendName, Promise<string | undefined>>();
let noticed = false;

/**
 * Makes a backend of TensorFlow.js the current one.
 *
 * A candidate counts only after one small operation gave the right answer on it. What fails is passed over with a notice; the cpu
 * backend is plain JavaScript and always there.
 *
 * @throws ReluctantError (`unsupported`) when a backend that was asked for by name does not work
 */
export async function selectBackend(options: BackendOptions = {}): Promise<BackendName> {
  checkOptions(options);
  const { backend = 'auto', threads, notice } = options;
  // The banner that advertises tfjs-node.
  tf.env().set('PROD', true);
  const wanted = candidates.filter(({ name }) => backend === 'auto' || backend === name);
  const failures: string[] = [];
  for (const { name, register } of wanted) {
    if (!tried.has(name)) tried.set(name, tryBackend(name, register, threads));
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

/** Makes a backend that works the current one again, should somebody have taken another. */
export async function activateBackend(name: BackendName): Promise<void> {
  if (tf.getBackend() !== name) await tf.setBackend(name);
}

/** Why a backend does not work, or undefined if it does. */
async function tryBackend(
  name: BackendName,
  register: (threads?: number) => Promise<unknown>,
  threads: number | undefined,
): Promise<string | undefined> {
  try {
    await register(threads);
    if (!(await tf.setBackend(name))) return 'it does not initialise';
    const answer = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0]);
    return answer === 11 ? undefined : `1·3 + 2·4 gave ${answer} on it`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return 'it is not installed';
    return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
  }
}

function label(name: BackendName): string {
  return name === 'tensorflow' ? 'native' : name;
}
