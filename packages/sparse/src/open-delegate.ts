import type { SparseProgram } from '@reluctant/kernels/sparse';
import { unpackWeights } from '@reluctant/kernels/weights';
import { exportMlp } from '@reluctant/onnx/export-mlp';
import type { Delegate, OpenDelegate } from './delegate.js';
import { layersOf } from './layers-of.js';
import type { Platform } from './platform.js';
import { openRuntimeHere, type RuntimeHandle } from './runtime-handle.js';
import { onnxRuntimeOptions } from './runtime-options.js';
import type { SparseSessionOptions } from './sparse-session.js';

/** Names of the input and the output of the graphs that delegates run. */
const delegateNames = { input: 'input', output: 'output' } as const;

/** A session on a graph of {@link delegateNames} as one that takes rows. */
function delegateOf(handle: RuntimeHandle): Delegate {
  const { input, output } = delegateNames;
  return {
    async run(data, rows) {
      const feeds = { [input]: { type: 'float32', data, dims: [rows, data.length / rows] } };
      return (await handle.run(feeds, [output], {}))[output]?.data as Float32Array;
    },
    release: () => handle.release(),
  };
}

/**
 * Opens onnxruntime on the layers of a chain: as a dense graph for any batch, whatever the file was, since the cost
 * model compares with that.
 *
 * @returns undefined if onnxruntime is not there or refuses the model
 */
export async function openDelegate(
  program: SparseProgram,
  threads: number,
  platform: Platform,
  options: SparseSessionOptions,
  notice: (sentence: string) => void,
): Promise<OpenDelegate | undefined> {
  const { onnxRuntime } = options;
  const { input: inputName, output: outputName } = delegateNames;
  const model = exportMlp({ inputName, outputName, layers: layersOf(unpackWeights(program.weights)), metadata: {} });
  const bytes = model.length;
  const theirs = onnxRuntimeOptions(options, threads);
  try {
    const handle = await (typeof onnxRuntime === 'object'
      ? openRuntimeHere(onnxRuntime, model, theirs)
      : platform.openRuntime(model, theirs, bytes, notice));
    return handle && { delegate: delegateOf(handle), bytes };
  } catch {
    return undefined;
  }
}
