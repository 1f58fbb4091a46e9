/** Share of studies that may contain a false claim of either kind. */
export const comparisonAlpha = 0.05;
