import { transposeTile } from '../transpose';

/** `blocks` times four rows of w → [block][term][4]; reads up to three terms beyond the last. */
export function packRows(packed: usize, w: usize, blocks: i32, terms: i32, rowStep: usize): void {
  const end = <usize>terms << 2;
  for (; blocks > 0; blocks--) {
    const w1 = w + rowStep;
    const w2 = w1 + rowStep;
    const w3 = w2 + rowStep;
    let place = packed;
    for (let k: usize = 0; k < end; k += 16) {
      transposeTile(v128.load(w + k), v128.load(w1 + k), v128.load(w2 + k), v128.load(w3 + k), place, 16);
      place += 64;
    }
    packed += <usize>terms << 4;
    w += rowStep << 2;
  }
}
