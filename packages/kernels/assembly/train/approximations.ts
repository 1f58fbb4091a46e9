import { exp, expOfNegative, sigmoid } from '../exp';
import {
  approximateExp, approximateExpOfNegative, approximateLog, approximateSigmoid, approximateTanh, approximateTanhOfScaled,
} from '../generated/training';
import { log } from '../log';
import { philoxBlocks } from '../philox';
import { tanh, tanhOfScaled, tanhScale } from '../tanh';

/** Applies one approximation to `count` values (a multiple of 4) in place, for the tests of the error bounds. */
export function approximate(which: i32, values: usize, count: i32): void {
  const end = values + (<usize>count << 2);
  for (; values < end; values += 16) {
    const x = v128.load(values);
    let y = x;
    if (which == approximateExp) y = exp(x);
    else if (which == approximateExpOfNegative) y = expOfNegative(x);
    else if (which == approximateSigmoid) y = sigmoid(x);
    else if (which == approximateTanh) y = tanh(x);
    else if (which == approximateLog) y = log(x);
    else if (which == approximateTanhOfScaled) y = tanhOfScaled(f32x4.mul(x, tanhScale()));
    v128.store(values, y);
  }
}

/** 32 words of Philox4x32-10, see philox.ts. */
export function philox(
  out: usize,
  counter0: u32,
  counter1: u32,
  counter2: u32,
  counter3: u32,
  key0: u32,
  key1: u32,
): void {
  philoxBlocks(out, counter0, counter1, counter2, counter3, key0, key1);
}
