import type { RuntimeHandle } from './runtime-handle.js';

/** Names of the input and the output of the graphs that delegates run. */
export const delegateNames = { input: 'input', output: 'output' } as const;

/** An onnxruntime session that answers rows of a chain. */
export interface Delegate {
  /**
   * @param data - row-major [rows, inputs]; not kept
   * @returns row-major [rows, outputs]
   */
  run(data: Float32Array, rows: number): Promise<Float32Array>;
  /** Frees the session, after the runs that have begun. */
  release(): Promise<void>;
}

/** A session on a graph of {@link delegateNames} as one that takes rows. */
export function delegateOf(handle: RuntimeHandle): Delegate {
  const { input, output } = delegateNames;
  return {
    async run(data, rows) {
      const feeds = { [input]: { type: 'float32', data, dims: [rows, data.length / rows] } };
      return (await handle.run(feeds, [output], {}))[output]?.data as Float32Array;
    },
    release: () => handle.release(),
  };
}
