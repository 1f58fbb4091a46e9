import type { AffineMap, SparseStage } from '@reluctant/kernels/sparse';
import type { Linear, MlpActivation, MlpLayer } from '@reluctant/onnx/plan';

/** The layers of stages: the inverse of `stagesOf`. */
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
