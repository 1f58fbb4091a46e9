import { laneSum } from '../transpose';

/** out[o] = Σ_b values[o][b]: the gradient of a bias. */
export function rowSums(out: usize, values: usize, units: i32, stride: usize, width: usize): void {
  for (let o = 0; o < units; o++) {
    let a = f32x4.splat(0);
    let c = a;
    for (let b: usize = 0; b < width; b += 32) {
      a = f32x4.add(a, v128.load(values + b));
      c = f32x4.add(c, v128.load(values + b, 16));
    }
    store<f32>(out, laneSum(f32x4.add(a, c)));
    out += 4;
    values += stride;
  }
}
