import { printable, ReluctantError } from '@reluctant/errors';
import type { Platform } from '../platform.js';

/** Browsers: threads if the page is cross-origin isolated, models by URL, no onnxruntime. */
export const browserPlatform: Platform = {
  async read(address) {
    const response = await fetch(address);
    if (!response.ok) {
      const message = `cannot read the model at ${printable(address)}: the server answers ${response.status}`;
      throw new ReluctantError('input-output', message, { path: [address], received: response.status });
    }
    return new Uint8Array(await response.arrayBuffer());
  },
  startWorker(task) {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.postMessage(task);
    return new Promise((resolve, reject) => {
      worker.onmessage = () => resolve({ terminate: () => worker.terminate() });
      worker.onerror = ({ message }) =>
        reject(new ReluctantError('input-output', `a thread of the session did not start: ${message}`));
    });
  },
  cores: globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1,
  // A window has a document and must not block; a worker has none and may sleep.
  mayBlock: typeof document === 'undefined',
  openOnnxRuntime: async () => undefined,
};
