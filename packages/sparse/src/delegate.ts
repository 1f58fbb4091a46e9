import type { InferenceSession } from 'onnxruntime-common';
import type { OnnxRuntimeModule } from './sparse-session.js';

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
  release(): Promise<void> | void;
}

/** Opens onnxruntime on the calling thread. */
export async function openDelegateHere(
  { InferenceSession, Tensor }: OnnxRuntimeModule,
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<Delegate> {
  const session = await InferenceSession.create(model, options);
  const { input, output } = delegateNames;
  return {
    async run(data, rows) {
      const results = await session.run({ [input]: new Tensor('float32', data, [rows, data.length / rows]) }, [output]);
      return results[output]?.data as Float32Array;
    },
    release: () => session.release(),
  };
}
