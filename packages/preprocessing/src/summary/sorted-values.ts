/** The values that are not NaN in ascending order, −0 before 0, as a new array. */
export function sortedValues(values: Float64Array): Float64Array {
  // A loop: the methods of typed arrays that take a function are many times slower, and columns have millions of rows.
  const sorted = new Float64Array(values.length);
  let present = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    if (!Number.isNaN(value)) sorted[present++] = value;
  }
  return sorted.subarray(0, present).sort();
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

/** The middle value of a sorted array, or the mean of the two in the middle, as NumPy's `median`; NaN of an empty one. */
export function medianOf(sorted: Float64Array): number {
  const half = Math.floor(sorted.length / 2);
  const above = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? above : ((sorted[half - 1] ?? Number.NaN) + above) / 2;
}
