import { once } from 'node:events';
import { readFile, realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { printable, ReluctantError } from '@reluctant/errors';
import { Tensor } from 'onnxruntime-common';
import { besideUrl } from '../beside-url.js';
import * as onDemand from '../on-demand.js';
import type { Platform } from '../platform.js';
import type { TensorClass } from '../tensor-class.js';
import { leastBytesForThread, openRuntime, threadHandOver } from './open-runtime.js';

/** A view that is no Buffer, whose `slice` would not copy. */
function plainBytes({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function read(source: string | URL): Promise<Uint8Array> {
  const shown = printable(String(source));
  try {
    if (source instanceof URL && source.protocol !== 'file:') {
      const response = await fetch(source);
      if (!response.ok) throw new ReluctantError('input-output', `the server answers ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    }
    return plainBytes(await readFile(source));
  } catch (error) {
    const message = `cannot read the model '${shown}': ${reasonOf(error)}`;
    throw new ReluctantError('input-output', message, { path: [String(source)], cause: error });
  }
}

/** Why a file cannot be read. The system's word for a directory is not in everybody's language. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'EISDIR' ? 'it is a folder, expected a file' : error.message;
}

/** Only files within the folder of the model are read, links followed: a model must not read what it likes. */
async function readBeside(source: string | URL, location: string): Promise<Uint8Array> {
  if (source instanceof URL && source.protocol !== 'file:') return read(besideUrl(source, location));
  const model = source instanceof URL ? fileURLToPath(source) : source;
  const folder = await realpath(dirname(model));
  const path = resolve(folder, location);
  const refuse = (error: unknown): never => {
    const message = `cannot read '${printable(location)}', in which tensors of the model stand: ${reasonOf(error)}`;
    throw new ReluctantError('input-output', message, { path: [location], cause: error });
  };
  const real = await realpath(path).catch(refuse);
  for (const each of [path, real]) {
    const inside = relative(folder, each);
    if (location === '' || isAbsolute(location) || inside.startsWith('..') || isAbsolute(inside)) {
      const message = `tensors of the model stand in '${printable(location)}', which is not within the folder of the model`;
      throw new ReluctantError('invalid-file', message, { path: [location] });
    }
  }
  return plainBytes(await readFile(real).catch(refuse));
}

/** Node: worker threads, files by path, onnxruntime-node if installed. */
export const nodePlatform: Platform = {
  read,
  readBeside,
  async startWorker(task, address = new URL('./worker.js', import.meta.url)) {
    const worker = new Worker(address, {
      workerData: task,
      // Without the caller's flags: `--input-type` and similar are invalid in a worker.
      execArgv: [],
    });
    await once(worker, 'message').catch((error: Error) => {
      const message = `a thread of the session did not start: ${error.message}`;
      throw new ReluctantError('input-output', message, { cause: error });
    });
    worker.unref();
    return {
      terminate: async () => void (await worker.terminate()),
      listen: (ended) => void worker.on('message', ended),
      hold(held) {
        if (held) worker.ref();
        else worker.unref();
      },
    };
  },
  cores: availableParallelism(),
  mayBlock: true,
  nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
  handOver: (bytes) => (bytes < leastBytesForThread ? 0 : threadHandOver),
  // The class takes any type by its name.
  Tensor: Tensor as unknown as TensorClass,
  onDemand: { loaded: onDemand, load: () => Promise.resolve(onDemand) },
  checkOptions(options) {
    onDemand.checkOptions(options);
    return undefined;
  },
  onnxRuntimePackage: 'onnxruntime-node',
  findsOnnxRuntime: () => Promise.resolve(true),
  // Its install script downloads CUDA, which sessions do not use.
  onnxRuntimeInstallLines:
    "npm install --ignore-scripts onnxruntime-node, or pnpm add --allow-build='!onnxruntime-node' onnxruntime-node",
  openRuntime,
};
