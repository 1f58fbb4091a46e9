// Reads memory with the access patterns of the products, but only adds, to measure the bandwidth bound.

@inline
function total(a: v128, b: v128): f32 {
  const sum = f32x4.add(a, b);
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
}

/** `bytes` (a multiple of 64) as four streams: weights by output. */
export function readStreams(from: usize, bytes: usize): f32 {
  const quarter = bytes >> 2;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (let at = from, end = from + quarter; at < end; at += 16) {
    a = f32x4.add(a, v128.load(at));
    b = f32x4.add(b, v128.load(at + quarter));
    a = f32x4.add(a, v128.load(at + 2 * quarter));
    b = f32x4.add(b, v128.load(at + 3 * quarter));
  }
  return total(a, b);
}

/** `count` (a multiple of 8) rows of `bytes`with indices in `index`, eight at once: weights by input. */
export function readRows(from: usize, bytes: usize, index: usize, count: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (let k: usize = 0; k < <usize>count << 2; k += 32) {
    const w0 = from + <usize>load<u32>(index + k, 0) * bytes;
    const w1 = from + <usize>load<u32>(index + k, 4) * bytes;
    const w2 = from + <usize>load<u32>(index + k, 8) * bytes;
    const w3 = from + <usize>load<u32>(index + k, 12) * bytes;
    const w4 = from + <usize>load<u32>(index + k, 16) * bytes;
    const w5 = from + <usize>load<u32>(index + k, 20) * bytes;
    const w6 = from + <usize>load<u32>(index + k, 24) * bytes;
    const w7 = from + <usize>load<u32>(index + k, 28) * bytes;
    for (let at: usize = 0; at < bytes; at += 16) {
      a = f32x4.add(a, v128.load(w0 + at));
      b = f32x4.add(b, v128.load(w1 + at));
      a = f32x4.add(a, v128.load(w2 + at));
      b = f32x4.add(b, v128.load(w3 + at));
      a = f32x4.add(a, v128.load(w4 + at));
      b = f32x4.add(b, v128.load(w5 + at));
      a = f32x4.add(a, v128.load(w6 + at));
      b = f32x4.add(b, v128.load(w7 + at));
    }
  }
  return total(a, b);
}
