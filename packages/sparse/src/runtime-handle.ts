import type { PlainTensor } from '@reluctant/onnx/plan';
import type { InferenceSession } from 'onnxruntime-common';
import type { PlainFeed } from './feeds.js';
import type { OnnxRuntimeModule } from './sparse-session.js';

/** Names and types of an onnxruntime session. */
export type RuntimeInterface = Pick<
  InferenceSession,
  'inputNames' | 'outputNames' | 'inputMetadata' | 'outputMetadata'
>;

/** A tensor of onnxruntime as a plain object that can be posted. */
export type RuntimeTensor = Omit<PlainTensor, 'type'> & { readonly type: string };

/** An open onnxruntime session, on the calling thread or in one of its own. */
export interface RuntimeHandle extends RuntimeInterface {
  /**
   * @param feeds - not kept; outside of memory that threads share
   * @param names - the outputs to return
   * @throws an error with onnxruntime's message
   */
  run(
    feeds: Readonly<Record<string, PlainFeed>>,
    names: readonly string[],
    options: InferenceSession.RunOptions,
  ): Promise<Readonly<Record<string, RuntimeTensor>>>;
  /** Frees the session, after the runs that have begun. */
  release(): Promise<void>;
}

/** The part of a session that can be posted. */
export function interfaceOf(session: RuntimeInterface): RuntimeInterface {
  // Versions before 1.21 have no metadata.
  const { inputNames, outputNames, inputMetadata = [], outputMetadata = [] } = session;
  return { inputNames, outputNames, inputMetadata, outputMetadata };
}

/** Opens onnxruntime on the calling thread. @throws an error with onnxruntime's message if it refuses the model */
export async function openRuntimeHere(
  { InferenceSession, Tensor }: OnnxRuntimeModule,
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<RuntimeHandle> {
  const session = await InferenceSession.create(model, options);
  return {
    ...interfaceOf(session),
    async run(feeds, names, runOptions) {
      const given = Object.fromEntries(
        Object.entries(feeds).map(([name, { type, data, dims }]) => [
          name,
          new Tensor(type as never, data as never, dims),
        ]),
      );
      const made = await session.run(given, names, runOptions);
      return Object.fromEntries(
        Object.entries(made).map(([name, { type, data, dims }]) => [name, { type, data: data as never, dims }]),
      );
    },
    release: () => session.release(),
  };
}
