import type { StageLayout } from './memory-layout.js';
import type { AffineMap, SparseStage } from './sparse-stage.js';

/** Destination of one affine map. */
export interface PackedPlace {
  readonly weights: number;
  readonly bias: number;
  readonly scales: number;
  readonly byOutput: boolean;
  /** The weights stand there already. */
  readonly shared: boolean;
}

/** Writes the weights of one affine map, in a precision. */
export type WeightPacker = (
  memory: ArrayBufferLike,
  weight: Float32Array,
  sizes: Pick<SparseStage, 'inputs' | 'outputs'>,
  layout: Pick<StageLayout, 'rowLength' | 'panels'>,
  at: PackedPlace,
) => void;

/** Outputs that are transposed together: one cache line is written for each input. */
export const turnedOutputs = 16;

/** float32 weights are copied, or transposed a few rows at a time: large files consist of them. */
export const packFloat32: WeightPacker = (memory, weight, { inputs, outputs }, { rowLength, panels }, at) => {
  const target = new Float32Array(memory);
  if (at.byOutput) {
    for (let output = 0; output < outputs; output++) {
      target.set(weight.subarray(output * inputs, (output + 1) * inputs), at.weights / 4 + output * rowLength);
    }
    return;
  }
  for (const { first, end, weights } of panels) {
    const stride = end - first;
    const last = Math.min(end, outputs);
    for (let block = first; block < last; block += turnedOutputs) {
      const blockEnd = Math.min(last, block + turnedOutputs);
      for (let input = 0; input < inputs; input++) {
        const to = weights / 4 + input * stride - first;
        for (let output = block; output < blockEnd; output++) {
          target[to + output] = weight[output * inputs + input] as number;
        }
      }
    }
  }
};

/**
 * Writes the weights of a stage into the (zeroed) memory of a program, in the order and precision that the kernels
 * read.
 */
export function packWeights(memory: ArrayBufferLike, stage: SparseStage, at: StageLayout, pack: WeightPacker): void {
  const packMap = ({ weight, bias }: AffineMap, place: PackedPlace): void => {
    if (bias !== undefined) new Float32Array(memory, place.bias, stage.outputs).set(bias);
    if (!place.shared) pack(memory, weight, stage, at, place);
  };
  packMap(stage, at);
  if (stage.up === undefined) return;
  packMap(stage.up, {
    ...{ weights: at.upWeights, bias: at.upBias, scales: at.upScales, byOutput: true, shared: at.upShared },
  });
}
