/** Limits of an axis. */
export interface AxisDomain {
  readonly domain: [number, number];
  /** Number of the values given that lie outside. */
  readonly outside: number;
}

/** How many times the spread of the bulk a tail may stretch an axis before it is cut. */
const longestTail = 3;

/**
 * Limits that show every value, unless a few outliers (a run that exploded before it was stopped) would press everything else
 * flat: when the largest is more than three times as far from the smallest as nine tenths of the values are, the
 * axis ends at one and a half times that distance.
 *
 * @param values - finite numbers; none gives [0, 1]
 */
export function axisDomain(values: readonly number[]): AxisDomain {
  const sorted = Float64Array.from(values).sort();
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 1;
  const bulk = (sorted[Math.floor(0.9 * (sorted.length - 1))] ?? high) - low;
  if (bulk > 0 && high - low > longestTail * bulk) {
    const top = low + 1.5 * bulk;
    return { domain: [low, top], outside: values.filter((value) => value > top).length };
  }
  // A constant still needs an axis with some length.
  const pad = high > low ? 0 : Math.abs(high) * 0.1 || 0.5;
  return { domain: [low - pad, high + pad], outside: 0 };
}
