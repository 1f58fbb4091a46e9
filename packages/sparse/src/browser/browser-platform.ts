import { printable, ReluctantError } from '@reluctant/errors';
import { besideUrl } from '../beside-url.js';
import { arePlain } from '../plain-options.js';
import type { OnDemand, Platform, WorkerHandle } from '../platform.js';
import type { OnnxRuntimeModule, SparseSessionOptions } from '../sparse-session.js';
import { PageTensor } from './page-tensor.js';

/** A name that bundlers do not resolve: onnxruntime-web is optional. It is found by an import map, or given. */
const onnxRuntimePackage = 'onnxruntime-web';

async function loadOnnxRuntime(): Promise<OnnxRuntimeModule | undefined> {
  try {
    const { InferenceSession, Tensor } = await import(
      /* @vite-ignore */ /* webpackIgnore: true */ /* turbopackIgnore: true */ onnxRuntimePackage
    );
    return { InferenceSession, Tensor };
  } catch {
    return undefined;
  }
}

async function read(address: string | URL): Promise<Uint8Array> {
  const path = [String(address)];
  const shown = printable(String(address));
  const response = await fetch(address).catch((error: Error) => {
    const message = `cannot read the model at ${shown}: ${error.message}`;
    throw new ReluctantError('input-output', message, { path, cause: error });
  });
  if (!response.ok) {
    const message = `cannot read the model at ${shown}: the server answers ${response.status}`;
    throw new ReluctantError('input-output', message, { path, received: response.status });
  }
  return new Uint8Array(await response.arrayBuffer());
}

let loaded: OnDemand | undefined;

async function load(): Promise<OnDemand> {
  loaded ??= await import('../on-demand.js');
  return loaded;
}

async function checkedOptions(options: SparseSessionOptions): Promise<void> {
  (await load()).checkOptions(options);
}

/** Browsers: threads if the page is cross-origin isolated, models by URL, onnxruntime-web where it is found. */
export const browserPlatform: Platform = {
  read,
  readBeside: (source, location) => read(besideUrl(new URL(source, globalThis.location?.href), location)),
  async startWorker(task, address) {
    // Bundlers find the script of a worker only where both constructors stand in one expression.
    const worker =
      address === undefined
        ? new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
        : new Worker(address, { type: 'module' });
    worker.postMessage(task);
    return await new Promise((resolve, reject) => {
      const handle: WorkerHandle = {
        terminate: () => worker.terminate(),
        listen(ended) {
          worker.onmessage = ended;
        },
        // A page does not end while it is open.
        hold: () => undefined,
      };
      worker.onmessage = () => resolve(handle);
      worker.onerror = ({ message }) =>
        reject(new ReluctantError('input-output', `a thread of the session did not start: ${message}`));
    });
  },
  cores: globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1,
  ...(!globalThis.crossOriginIsolated && {
    unshared: 'one thread: the page is not cross-origin isolated, so threads cannot share memory',
  }),
  // A window has a document and must not block; a worker has none and may sleep.
  mayBlock: typeof document === 'undefined',
  nextTurn: () =>
    new Promise((resolve) => {
      // A timer would wait for 4 ms.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }),
  handOver: () => 0,
  Tensor: PageTensor,
  onDemand: {
    get loaded() {
      return loaded;
    },
    load,
  },
  checkOptions: (options) => (arePlain(options) ? undefined : checkedOptions(options)),
  onnxRuntimePackage,
  findsOnnxRuntime: async () => (await loadOnnxRuntime()) !== undefined,
  onnxRuntimeInstallLines: `npm install ${onnxRuntimePackage}, or pnpm add ${onnxRuntimePackage}`,
  async openRuntime(model, options) {
    const module = await loadOnnxRuntime();
    return module && (await load()).openRuntimeHere(module, model, options);
  },
};
