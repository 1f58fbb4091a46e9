/** Ranks from 1 in ascending order; equal values share the mean of their ranks. No value may be NaN. */
export function midRanks(values: ArrayLike<number>): number[] {
  const value = (index: number): number => values[index] ?? Number.NaN;
  const order = Array.from({ length: values.length }, (_, index) => index);
  // Compared, not subtracted: ∞ − ∞ is NaN.
  order.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && value(order[end] ?? 0) === value(order[start] ?? 0)) end++;
    for (const index of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
