import type { SparseStage } from '@reluctant/kernels/sparse';
import type { Linear, MlpGraph } from '@reluctant/onnx/plan';

const map = ({ weight, bias }: Linear) => (bias === undefined ? { weight } : { weight, bias });

/**
 * Layers as the stages of a sparse program. A gated block becomes two stages: the gate with the second factor, then the
 * down projection.
 */
export function stagesOf({ layers }: Pick<MlpGraph, 'layers'>): readonly SparseStage[] {
  return layers.flatMap((layer): SparseStage[] => {
    if (layer.kind === 'dense') {
      const { inputs, outputs } = layer.linear;
      return [{ inputs, outputs, activation: layer.activation, ...map(layer.linear) }];
    }
    const { gate, up, down } = layer;
    return [
      { inputs: gate.inputs, outputs: gate.outputs, activation: 'gated', ...map(gate), up: map(up) },
      { inputs: down.inputs, outputs: down.outputs, activation: layer.activation, ...map(down) },
    ];
  });
}
