import type { MlpGraph } from '@reluctant/onnx';

/** Bytes of float32 weights that the inference of one row must read. */
export interface NeededBytes {
  /** Of layers whose input is dense. */
  readonly streamed: number;
  /** Of the active rows of layers after ReLU. */
  readonly picked: number;
  /** All bytes of layers after ReLU. */
  readonly behindRelu: number;
  /** All weights. */
  readonly total: number;
}

/**
 * Computes the bytes for one row of a batch from the shares of active units.
 *
 * @param densities - of every layer's outputs
 */
export function neededBytes({ layers }: MlpGraph, densities: readonly number[]): NeededBytes {
  let [streamed, picked, behindRelu] = [0, 0, 0];
  layers.forEach((layer, index) => {
    if (layer.kind !== 'dense') return;
    const bytes = 4 * layer.linear.inputs * layer.linear.outputs;
    if (layers[index - 1]?.activation === 'relu') {
      behindRelu += bytes;
      picked += bytes * (densities[index - 1] ?? 1);
    } else {
      streamed += bytes;
    }
  });
  return { streamed, picked, behindRelu, total: streamed + behindRelu };
}

/** The share of the weights after ReLU that one row needs: its density, with layers weighted by their size. */
export function workDensity({ picked, behindRelu }: NeededBytes): number {
  return behindRelu === 0 ? 1 : picked / behindRelu;
}
