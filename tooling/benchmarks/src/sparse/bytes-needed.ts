import type { Linear, MlpGraph } from '@reluctant/onnx';

/** Bytes of a screen (int8 weights, scales and norms) of those of its float32 weights. */
const screenShare = 264 / 1024;

/** Bytes of one weight. */
export type WeightBytes = 1 | 2 | 4;

/**
 * Bytes of weights that a batch must read: all of a layer whose inputs are dense, and of others the rows of the units
 * that are active in some row of the batch (active units of different rows taken as independent). Of a gated block: its
 * gate whole, of the other two factors the active units.
 *
 * @param candidates - of single float32 rows: for each layer, as a session runs it, the share of units that could not
 * be certified to be zero; the others cost their int8 copy only
 * @param densities - share of active units: of the inputs, then of every layer (of a gated block: its gate, then its
 * result)
 */
export function bytesNeeded(
  graph: MlpGraph,
  densities: readonly number[],
  batch: number,
  weightBytes: WeightBytes,
  candidates: readonly (number | undefined)[] = [],
): number {
  const size = ({ inputs, outputs }: Linear): number => inputs * outputs * weightBytes;
  const inAny = (density: number): number => 1 - (1 - density) ** batch;
  let place = 0;
  let bytes = 0;
  let relu = false;
  for (const layer of graph.layers) {
    const left = candidates[place];
    const share = relu ? inAny(densities[place] ?? 1) : left === undefined ? 1 : screenShare + left;
    place++;
    if (layer.kind === 'dense') {
      bytes += share * size(layer.linear);
    } else {
      const active = inAny(densities[place++] ?? 1);
      bytes += share * size(layer.gate) + active * (size(layer.up) + size(layer.down));
    }
    relu = layer.activation === 'relu';
  }
  return bytes;
}
