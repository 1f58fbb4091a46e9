/** The values that are not NaN in ascending order, −0 before 0, as a new array. */
export function sortedValues(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort();
}

/** How many different values a sorted array has; −0 and 0 are the same. */
export function countDistinct(sorted: Float64Array): number {
  let distinct = 0;
  let last = Number.NaN;
  for (const value of sorted) {
    if (value !== last) distinct++;
    last = value;
  }
  return distinct;
}

/** The middle value of a sorted array, or the mean of the two in the middle, as NumPy's `median`; NaN of an empty one. */
export function medianOf(sorted: Float64Array): number {
  const half = Math.floor(sorted.length / 2);
  const above = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? above : ((sorted[half - 1] ?? Number.NaN) + above) / 2;
}
