/** Stores the first `count` lanes, at most four. */
@inline
export function storeLanes(out: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(out, value);
  } else {
    v128.store32_lane(out, value, 0);
    if (count > 1) v128.store32_lane(out, value, 1, 4);
    if (count > 2) v128.store32_lane(out, value, 2, 8);
  }
}
