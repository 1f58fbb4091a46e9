// A whole net for one thread when every stage is narrow: no lists, no tiles, one v128 of sums kept in a register while the
// inputs go by. Same order of summation as the wide path. Used for nets whose widest stage has at most 64 columns.
//
//   W transposed [inputs][width], width a multiple of 32;  values of a stage: float32 [width] in a stage buffer

import {
  inputs, outputs, RELU, rowCount, SILU, stageActivation, stageAt, stageBias, stageBuffer, stageCount, stageInputs, stageOutputs,
  stageWeights, stageWidth,
} from './layout';
import { silu } from './silu';

export function forwardSmall(): void {
  const stages = stageCount();
  const rows = rowCount();
  for (let row = 0; row < rows; row++) {
    let x = inputs() + ((<usize>row * <usize>stageInputs(stageAt(0))) << 2);
    for (let s = 0; s < stages; s++) {
      const stage = stageAt(s);
      const y = stageBuffer((s + 1) & 1);
      const last = x + ((<usize>stageInputs(stage)) << 2);
      const stride = (<usize>stageWidth(stage)) << 2;
      const bytes = ((<usize>stageOutputs(stage) + 3) & ~3) << 2;
      const activation = stageActivation(stage);
      for (let j: usize = 0; j < bytes; j += 16) {
        let sum = v128.load(stageBias(stage) + j);
        let w = stageWeights(stage) + j;
        for (let at = x; at < last; at += 4) {
          sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(at), v128.load(w)));
          w += stride;
        }
        if (activation == RELU) sum = f32x4.max(sum, f32x4.splat(0));
        else if (activation == SILU) sum = silu(sum);
        v128.store(y + j, sum);
      }
      x = y;
    }
    const columns = <usize>stageOutputs(stageAt(stages - 1));
    const to = outputs() + ((<usize>row * columns) << 2);
    for (let j: usize = 0; j < columns; j++) store<f32>(to + (j << 2), load<f32>(x + (j << 2)));
  }
}
