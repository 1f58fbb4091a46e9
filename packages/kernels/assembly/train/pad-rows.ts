/**
 * Expands contiguous rows to `to` bytes each, in place, from the last row to the first; the padding of each row is
 * zeroed.
 *
 *     | row 0 | row 1 | row 2 |              →  | row 0 · | row 1 · | row 2 · |
 *
 * @param from - bytes of an unpadded row; at most `to`
 */
export function padRows(address: usize, rows: i32, from: usize, to: usize): void {
  for (let row = rows - 1; row >= 0; row--) {
    const place = address + <usize>row * to;
    memory.copy(place, address + <usize>row * from, from);
    memory.fill(place + from, 0, to - from);
  }
}
