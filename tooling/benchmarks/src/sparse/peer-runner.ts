import { join } from 'node:path';
import { SparseSession, type SparseSessionInstance } from '@reluctant/sparse';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { caseFiles } from './case-folder.js';
import type { PeerEngine } from './engines.js';
import type { CallMethod } from './peer-messages.js';

/** One batch, its tensors made beforehand. */
export interface PreparedBatch {
  readonly rows: number;
  readonly input: Float32Array;
  readonly feeds: Record<string, Tensor>;
  /** Where the outputs go, allocated once. */
  readonly output: Float32Array;
  readonly fetches: Record<string, Tensor>;
}

/** A loaded engine. */
export interface PeerRunner {
  readonly inputs: number;
  readonly outputs: number;
  /** Runs a batch; its outputs are then in `batch.output`, or are returned. */
  run(batch: PreparedBatch, method: CallMethod): Promise<Float32Array> | Float32Array;
  readonly session?: SparseSessionInstance;
}

/** Tensors over the same memory for every engine. */
export function prepareBatch(input: Float32Array, rows: number, outputs: number): PreparedBatch {
  const output = new Float32Array(rows * outputs);
  return {
    ...{ rows, input, output },
    feeds: { features: new Tensor('float32', input, [rows, input.length / rows]) },
    fetches: { logits: new Tensor('float32', output, [rows, outputs]) },
  };
}

async function openOnnxRuntime(path: string, { threads, spinning }: PeerEngine): Promise<InferenceSession> {
  return InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' } } },
  });
}

const onnxRuntimeFiles = {
  onnxruntime: caseFiles.dense,
  'onnxruntime-sparse-graph': caseFiles.sparse,
  'onnxruntime-int8': caseFiles.int8,
};

/** Loads an engine on the files of a case. */
export async function loadRunner(engine: PeerEngine, folder: string): Promise<PeerRunner> {
  if (engine.kind === 'session' || engine.kind === 'session-dense') {
    const session = await SparseSession.create(join(folder, caseFiles.dense), {
      threads: engine.threads,
      precision: engine.precision,
      multiply: engine.kind === 'session' ? 'active' : 'all',
    });
    return {
      ...{ session, inputs: session.info.inputs, outputs: session.info.outputs },
      async run({ input, output, feeds, fetches }, method) {
        if (method === 'sync') return session.runSync(input, output);
        await session.run(feeds, fetches);
        return output;
      },
    };
  }
  const session = await openOnnxRuntime(join(folder, onnxRuntimeFiles[engine.kind]), engine);
  return {
    ...{ inputs: sizeOf(session.inputMetadata), outputs: sizeOf(session.outputMetadata) },
    async run({ feeds, fetches, output }) {
      const { logits } = await session.run(feeds, fetches);
      return logits?.data instanceof Float32Array ? logits.data : output;
    },
  };
}

/** Columns of the one input or output. */
function sizeOf(metadata: InferenceSession['inputMetadata']): number {
  const [first] = metadata;
  const columns = first?.isTensor ? first.shape.at(-1) : undefined;
  if (typeof columns !== 'number') throw new Error('expected a model with one matrix in and one out');
  return columns;
}
