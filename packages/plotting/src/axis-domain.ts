/** Limits of an axis. */
export interface AxisDomain {
  readonly domain: [number, number];
  /** Number of values outside the limits. */
  readonly outside: number;
}

/** The largest ratio between a tail and the spread of 90 % of the values that the axis still includes. */
const longestTail = 10;

/**
 * Limits that include every value except outliers (a run that exploded before it was stopped), which would flatten all
 * other curves. Outliers are more than ten times as far from the smallest value as the 90 % quantile; or, where they
 * lie below, as far from the largest value as the 10 % quantile.
 *
 * @param values - finite numbers; an empty list yields [0, 1]
 * @param side - where outliers lie
 */
export function axisDomain(values: readonly number[], side: 'above' | 'below' = 'above'): AxisDomain {
  if (side === 'below') {
    const { domain, outside } = values.length === 0 ? axisDomain([-1, 0]) : axisDomain(values.map((value) => -value));
    // 0 − x, as −0 would be written with a sign.
    return { domain: [0 - domain[1], 0 - domain[0]], outside };
  }
  const sorted = Float64Array.from(values).sort();
  const low = sorted[0] ?? 0;
  const greatest = sorted.at(-1) ?? 1;
  const bulk = (sorted[Math.floor(0.9 * (sorted.length - 1))] ?? greatest) - low;
  // Without a spread of the bulk, no value counts as an outlier.
  const farthest = bulk > 0 ? low + longestTail * bulk : greatest;
  const high = sorted.findLast((value) => value <= farthest) ?? greatest;
  // A constant needs an axis of non-zero length.
  const pad = high > low ? 0 : Math.abs(high) * 0.1 || 0.5;
  return { domain: [low - pad, high + pad], outside: values.filter((value) => value > high).length };
}
