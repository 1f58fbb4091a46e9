/** Limits of an axis. */
export interface AxisDomain {
  readonly domain: [number, number];
  /** Number of the values given that lie outside. */
  readonly outside: number;
}

/** How many times the spread of nine tenths of the values a tail may stretch an axis. */
const longestTail = 10;

/**
 * Limits that show every value but outliers (a run that exploded before it was stopped), which would press everything else
 * flat: values that are more than ten times as far from the smallest as nine tenths of the values are.
 *
 * @param values - finite numbers; none gives [0, 1]
 */
export function axisDomain(values: readonly number[]): AxisDomain {
  const sorted = Float64Array.from(values).sort();
  const low = sorted[0] ?? 0;
  const greatest = sorted.at(-1) ?? 1;
  const bulk = (sorted[Math.floor(0.9 * (sorted.length - 1))] ?? greatest) - low;
  // Without a spread of the bulk nothing says what is far.
  const farthest = bulk > 0 ? low + longestTail * bulk : greatest;
  const high = sorted.findLast((value) => value <= farthest) ?? greatest;
  // A constant still needs an axis with some length.
  const pad = high > low ? 0 : Math.abs(high) * 0.1 || 0.5;
  return { domain: [low - pad, high + pad], outside: values.filter((value) => value > high).length };
}
