/**
 * The values that are not NaN in ascending order, as a new array. Counts where the values are whole numbers of a small
 * range.
 */
export function sortedValues(values: Float64Array): Float64Array {
  // A loop: the methods of typed arrays that take a function are many times slower, and columns have millions of rows.
  const sorted = new Float64Array(values.length);
  let [present, least, greatest, whole] = [0, Infinity, -Infinity, true];
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sorted[present++] = value;
    whole &&= Number.isInteger(value);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const found = sorted.subarray(0, present);
  const few = present > 0 && whole && greatest - least < 4 * present;
  return few ? countingSort(found, least, greatest) : found.sort();
}

/** Sorts whole numbers in place, in one pass over them and one over their range. */
function countingSort(values: Float64Array, least: number, greatest: number): Float64Array {
  const counts = new Uint32Array(greatest - least + 1);
  for (let at = 0; at < values.length; at++) {
    const bin = (values[at] ?? 0) - least;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  let at = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const end = at + (counts[bin] ?? 0);
    values.fill(least + bin, at, end);
    at = end;
  }
  return values;
}

/** How many different values a sorted array has; −0 and 0 are the same. */
export function countDistinct(sorted: Float64Array): number {
  let distinct = 0;
  let last = Number.NaN;
  for (let at = 0; at < sorted.length; at++) {
    const value = sorted[at] ?? Number.NaN;
    if (value !== last) distinct++;
    last = value;
  }
  return distinct;
}

/** The part of a sorted array that is finite, sharing its memory. */
export function finiteValues(sorted: Float64Array): Float64Array {
  let begin = 0;
  let end = sorted.length;
  while (begin < end && sorted[begin] === -Infinity) begin++;
  while (end > begin && sorted[end - 1] === Infinity) end--;
  return sorted.subarray(begin, end);
}

/**
 * The middle value of a sorted array, or the mean of the two in the middle, as NumPy's `median`; NaN of an empty one.
 *
 * @param round - rounds each value first; must keep their order, as `Math.fround` does
 */
export function medianOf(sorted: Float64Array, round: (value: number) => number = Number): number {
  const half = Math.floor(sorted.length / 2);
  const above = round(sorted[half] ?? Number.NaN);
  return sorted.length % 2 === 1 ? above : (round(sorted[half - 1] ?? Number.NaN) + above) / 2;
}
