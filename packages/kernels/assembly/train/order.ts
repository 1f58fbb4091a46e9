import { philoxBlocks } from '../philox';
import { purposeShuffle } from '../generated/training';
import { Program } from './program';

/**
 * The order of the training rows in an epoch, equivalent to `RandomStream.order`: Fisher–Yates, i = n − 1 … 1, j =
 * mulhi(w, i + 1), with w = word i mod 4 of the block (epoch, shuffle·2^16, 0, ⌊i/4⌋).
 *
 * Layout: `out` takes n uint32, with room for n rounded up to 4; `program.delta`, idle between epochs and at least 256
 * bytes long, holds the 32 words in use.
 */
export function order(program: Program, out: usize, n: i32, epoch: u32): void {
  for (let i = 0; i < n; i += 4) v128.store(out + (<usize>i << 2), i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3)));
  const words = program.delta;
  let held = -1;
  for (let i = n - 1; i > 0; i--) {
    const first = i & ~31;
    if (first != held) {
      philoxBlocks(words, epoch, purposeShuffle << 16, 0, <u32>first >> 2, program.key0, program.key1);
      held = first;
    }
    const word = load<u32>(words + (<usize>(i & 31) << 2));
    const j = <usize>((<u64>word * <u64>(i + 1)) >> 32) << 2;
    const place = out + (<usize>i << 2);
    const kept = load<u32>(place);
    store<u32>(place, load<u32>(out + j));
    store<u32>(out + j, kept);
  }
}
