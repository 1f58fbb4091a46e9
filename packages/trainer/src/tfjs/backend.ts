import { optionCheck, ReluctantError } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';
import { installLines, isMissingPackage } from './missing-package.js';
import { type BackendName, registerCpu, registerNative, registerWasm } from './register-backend.js';

/** Options of {@link selectBackend}. */
export interface BackendOptions {
  /** Default `auto`: native if its binary is installed, else wasm, else cpu. */
  readonly backend?: BackendName | 'auto';
  /**
   * Threads of the native backend, set before it is loaded; use 1 in a worker, so that thread pools do not multiply. Default: the
   * backend's own.
   */
  readonly threads?: number;
  /** Called with one sentence, at most once per process, when the best backend is not available. */
  readonly notice?: (sentence: string) => void;
}

const checkOptions = optionCheck<BackendOptions>('tfjsEngine', { backend: true, threads: true, notice: true });

const candidates: readonly { readonly name: BackendName; readonly register: (threads?: number) => Promise<unknown> }[] =
  [
    { name: 'tensorflow', register: registerNative },
    { name: 'wasm', register: registerWasm },
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
 * A backend is accepted only after it has computed one small operation correctly. One that fails is skipped with a notice. The
 * backends are optional peer dependencies; the cpu one is plain JavaScript and works wherever it is installed.
 *
 * @throws ReluctantError (`unsupported`) when a backend requested by name does not work
 */
export async function selectBackend(options: BackendOptions = {}): Promise<BackendName> {
  checkOptions(options);
  const { backend = 'auto', threads, notice } = options;
  // Suppresses the banner that advertises tfjs-node.
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

/** Makes a working backend the current one again, in case other code has selected another. */
export async function activateBackend(name: BackendName): Promise<void> {
  if (tf.getBackend() !== name) await tf.setBackend(name);
}

/** Returns why a backend does not work, or undefined if it does. */
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
    if (isMissingPackage(error)) return `it is not installed: ${installLines([packages[name]])}`;
    return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
  }
}

function label(name: BackendName): string {
  return name === 'tensorflow' ? 'native' : name;
}
