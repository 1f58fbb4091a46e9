import { philoxBlocks } from '../philox';
import { drawBytes, Layer, Program } from './program';
import { purposeDropout, purposeEvaluateDropout, purposeTrain } from '../generated/training';

/**
 * Inverted dropout of one hidden layer: h (and, with `slopes`, the slopes) of an element become 0 where u =
 * ⌊w/2^8⌋·2^−24 < rate, and are divided by 1 − rate otherwise, which preserves the expectation.
 *
 * Counter (step, purpose·2^16 + layer, unit, ⌊row/4⌋), word = row mod 4, a separate draw for each element, independent
 * of the activation's granularity: one call of `philoxBlocks` fills the scratch with the words of 32 rows of a unit.
 * Zeros are set by masks, never by products.
 *
 * @param purpose - of the pass; dropout has a separate purpose for each
 */
export function dropOut(
  program: Program,
  layer: Layer,
  index: i32,
  slopes: bool,
  step: u32,
  purpose: u32,
  width: usize,
): void {
  const stride = <usize>program.stride;
  const words = program.dropoutWords;
  const threshold = i32x4.splat(<i32>Math.ceil(<f64>program.dropout * 16777216.0));
  const scale = f32x4.splat(1 / (1 - program.dropout));
  const stream = ((purpose == purposeTrain ? purposeDropout : purposeEvaluateDropout) << 16) | index;
  let h = layer.h;
  let slope = layer.slope;
  let gateSlope = layer.gateSlope;
  for (let unit = 0; unit < layer.units; unit++) {
    for (let first: usize = 0; first < width; first += drawBytes) {
      philoxBlocks(words, step, stream, unit, <u32>(first >> 4), program.key0, program.key1);
      const end = min(first + drawBytes, width);
      for (let b = first; b < end; b += 16) {
        const kept = i32x4.ge_s(i32x4.shr_u(v128.load(words + (b - first)), 8), threshold);
        keep(h + b, kept, scale);
        if (!slopes) continue;
        keep(slope + b, kept, scale);
        if (gateSlope) keep(gateSlope + b, kept, scale);
      }
    }
    h += stride;
    slope += stride;
    if (gateSlope) gateSlope += stride;
  }
}

@inline
function keep(place: usize, kept: v128, scale: v128): void {
  v128.store(place, v128.and(kept, f32x4.mul(v128.load(place), scale)));
}
