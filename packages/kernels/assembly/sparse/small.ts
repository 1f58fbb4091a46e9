// A whole net for one thread when every stage is narrow: no lists, no tiles, sums of up to 16 columns are kept in
// registers over the loop of inputs. Four v128 at a time, because each addition depends on the previous one; the last
// columns one by one. Same order of summation as the wide path. Used for nets whose widest stage has at most 64
// columns.
//
//   W transposed [inputs][width], width a multiple of 32;  values of a stage: float32 [width] in a stage buffer

import {
  inputs, outputs, RELU, rowCount, SILU, stageActivation, stageAt, stageBias, stageBuffer, stageCount, stageInputs, stageOutputs,
  stageWeights, stageWidth,
} from './layout';
import { silu } from './silu';

@inline
function activate(sums: v128, activation: i32): v128 {
  if (activation == RELU) return f32x4.max(sums, f32x4.splat(0));
  if (activation == SILU) return silu(sums);
  return sums;
}

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
      let j: usize = 0;
      for (; j + 64 <= bytes; j += 64) {
        const bias = stageBias(stage) + j;
        let a = v128.load(bias);
        let b = v128.load(bias, 16);
        let c = v128.load(bias, 32);
        let d = v128.load(bias, 48);
        let w = stageWeights(stage) + j;
        for (let at = x; at < last; at += 4) {
          const value = v128.load32_splat(at);
          a = f32x4.add(a, f32x4.mul(value, v128.load(w)));
          b = f32x4.add(b, f32x4.mul(value, v128.load(w, 16)));
          c = f32x4.add(c, f32x4.mul(value, v128.load(w, 32)));
          d = f32x4.add(d, f32x4.mul(value, v128.load(w, 48)));
          w += stride;
        }
        v128.store(y + j, activate(a, activation));
        v128.store(y + j, activate(b, activation), 16);
        v128.store(y + j, activate(c, activation), 32);
        v128.store(y + j, activate(d, activation), 48);
      }
      for (; j < bytes; j += 16) {
        let sum = v128.load(stageBias(stage) + j);
        let w = stageWeights(stage) + j;
        for (let at = x; at < last; at += 4) {
          sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(at), v128.load(w)));
          w += stride;
        }
        v128.store(y + j, activate(sum, activation));
      }
      x = y;
    }
    const columns = <usize>stageOutputs(stageAt(stages - 1));
    const to = outputs() + ((<usize>row * columns) << 2);
    for (let j: usize = 0; j < columns; j++) store<f32>(to + (j << 2), load<f32>(x + (j << 2)));
  }
}
