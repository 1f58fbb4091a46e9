import { philoxBlocks } from '../philox';
import { logistics } from './four-abreast';
import { drawBytes, granularityElement, granularityLayer, Layer, Program } from './program';

/**
 * The draws of one layer and pass, in its noise buffer [unit][row].
 *
 * Counter (step, purpose·2^16 + layer, unit, ⌊row/4⌋), word = row mod 4: one call of `philoxBlocks` fills 32 rows of a
 * unit. Granularity `unit` uses row 0 of the unit, `layer` row 0 of unit 0, copied to all rows (and units).
 */

/** ReLU masks: all ones where u = ⌊w/2^8⌋·2^−24 < share. */
export function drawMasks(
  program: Program,
  layer: Layer,
  index: i32,
  share: f32,
  step: u32,
  purpose: u32,
  width: usize,
): void {
  // u < share in integers: ⌊w/2^8⌋ < ⌈share·2^24⌉. The product is exact.
  const threshold = i32x4.splat(<i32>Math.ceil(<f64>share * 16777216.0));
  drawWords(program, layer, index, step, purpose, width);
  const stride = <usize>program.stride;
  let noise = layer.noise;
  for (let unit = 0; unit < layer.units; unit++) {
    for (let b: usize = 0; b < width; b += 16) {
      v128.store(noise + b, i32x4.lt_s(i32x4.shr_u(v128.load(noise + b), 8), threshold));
    }
    noise += stride;
  }
}

/** Logistic noise g = ln v − ln(1 − v). */
export function drawLogistic(program: Program, layer: Layer, index: i32, step: u32, purpose: u32, width: usize): void {
  drawWords(program, layer, index, step, purpose, width);
  logistics(layer.noise, layer.units, <usize>program.stride, width);
}

/** Converts injected uniforms to ReLU masks: u < share. */
export function masksFromUniforms(program: Program, layer: Layer, share: f32, width: usize): void {
  const stride = <usize>program.stride;
  const p = f32x4.splat(share);
  let noise = layer.noise;
  for (let unit = 0; unit < layer.units; unit++) {
    for (let b: usize = 0; b < width; b += 16) v128.store(noise + b, f32x4.lt(v128.load(noise + b), p));
    noise += stride;
  }
}

function drawWords(program: Program, layer: Layer, index: i32, step: u32, purpose: u32, width: usize): void {
  const stride = <usize>program.stride;
  const stream = (purpose << 16) | index;
  const key0 = program.key0;
  const key1 = program.key1;
  const granularity = program.granularity;
  let noise = layer.noise;
  for (let unit = 0; unit < layer.units; unit++) {
    if (granularity == granularityElement) {
      for (let b: usize = 0; b < width; b += drawBytes) {
        philoxBlocks(noise + b, step, stream, unit, <u32>(b >> 4), key0, key1);
      }
    } else {
      philoxBlocks(noise, step, stream, granularity == granularityLayer ? 0 : unit, 0, key0, key1);
      const word = v128.load32_splat(noise);
      for (let b: usize = 0; b < width; b += 16) v128.store(noise + b, word);
    }
    noise += stride;
  }
}
