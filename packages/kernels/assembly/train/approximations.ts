import { exp, expOfNegative, sigmoid } from '../exp';
import { log } from '../log';
import { philoxBlocks } from '../philox';
import { tanh, tanhOfScaled, tanhScale } from '../tanh';

/** Applies one approximation to `count` values (a multiple of 4) in place: what the tests of the error bounds call. */
export function approximate(which: i32, values: usize, count: i32): void {
  const end = values + (<usize>count << 2);
  for (; values < end; values += 16) {
    const x = v128.load(values);
    let y = x;
    if (which == 0) y = exp(x);
    else if (which == 1) y = expOfNegative(x);
    else if (which == 2) y = sigmoid(x);
    else if (which == 3) y = tanh(x);
    else if (which == 4) y = log(x);
    else if (which == 5) y = tanhOfScaled(f32x4.mul(x, tanhScale()));
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
