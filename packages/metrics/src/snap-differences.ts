/** Differences within 4·2⁻⁵² times their operands (4 to 8 units in the last place) are attributed to rounding. */
const rounding = 4 * 2 ** -52;

/** The largest rounding error of a difference of numbers of this size. */
export function roundingOf(size: number): number {
  return rounding * Math.abs(size);
}

/**
 * Removes rounding errors from differences: those within their tolerance of 0 become 0, and magnitudes within their
 * tolerance of each other become equal.
 *
 * Accuracies are counts over rows, but 0.86 − 0.84 and 0.62 − 0.6 differ in their last bits, and a rank test would
 * treat ties as ordered. Magnitudes are processed in ascending order; a group of ties ends at the first one that is
 * further from the group's *smallest* than the tolerance, so that no chain of neighbours extends beyond it.
 *
 * @param differences - infinite ones tie with each other
 * @param tolerances - of each difference, see {@link roundingOf}
 * @returns a copy, in the order of the input
 */
export function snapDifferences(differences: Float64Array, tolerances: Float64Array): Float64Array {
  const size = (index: number): number => Math.abs(differences[index] ?? Number.NaN);
  const tolerance = (index: number): number => tolerances[index] ?? 0;
  const snapped = differences.map((value, index) => (size(index) <= tolerance(index) ? 0 : value));
  const order = Array.from(differences.keys()).filter((index) => snapped[index] !== 0);
  // Compared, not subtracted: ∞ − ∞ is NaN.
  order.sort((a, b) => (size(a) < size(b) ? -1 : size(a) > size(b) ? 1 : 0));
  let smallest = order[0];
  for (const index of order) {
    if (smallest === undefined) break;
    const tied = size(index) - size(smallest) <= Math.max(tolerance(index), tolerance(smallest));
    if (tied) snapped[index] = Math.sign(snapped[index] ?? 0) * size(smallest);
    else smallest = index;
  }
  return snapped;
}
