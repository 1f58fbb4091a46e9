import type { AffineMap, SparseStage } from '@reluctant/kernels/sparse';
import type { Linear, MlpActivation, MlpGraph, MlpLayer } from '@reluctant/onnx';

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

/** The layers of stages: the inverse of {@link stagesOf}. */
export function layersOf(stages: readonly SparseStage[]): readonly MlpLayer[] {
  const layers: MlpLayer[] = [];
  const linearOf = ({ inputs, outputs }: SparseStage, { weight, bias }: AffineMap): Linear => ({
    ...{ inputs, outputs, weight },
    ...(bias && { bias }),
  });
  stages.forEach((stage, index) => {
    if (stage.activation === 'gated') return;
    const before = stages[index - 1];
    const linear = linearOf(stage, stage);
    const activation: MlpActivation = stage.activation;
    if (before?.activation === 'gated' && before.up !== undefined) {
      const gate = linearOf(before, before);
      layers.push({ kind: 'gatedFfn', gate, up: linearOf(before, before.up), down: linear, activation });
    } else layers.push({ kind: 'dense', linear, activation });
  });
  return layers;
}
