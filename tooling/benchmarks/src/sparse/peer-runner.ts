import type { SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';

/** One batch with prepared tensors. */
export interface PreparedBatch {
  readonly rows: number;
  readonly input: Float32Array;
  readonly feeds: Record<string, Tensor>;
  /** Output buffer, allocated once. */
  readonly output: Float32Array;
  readonly fetches: Record<string, Tensor>;
}

/** A loaded engine. */
export interface PeerRunner {
  readonly inputs: number;
  readonly outputs: number;
  /** The outputs of a batch; they may be in `batch.output`. */
  run(batch: PreparedBatch): Promise<Float32Array>;
  /** The same synchronously, into `batch.output`, if the engine supports it. */
  runSync?(batch: PreparedBatch): void;
  readonly session?: SparseSession;
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
