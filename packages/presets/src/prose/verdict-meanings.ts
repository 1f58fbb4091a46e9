/** The guarantee of a family of comparisons, for tables, findings and docs. */
export function familySentence(alpha: number): string {
  return `At most ${Number((alpha * 100).toFixed(2))} % of studies contain a false claim of either kind, *different* or *equivalent*, however often they grow.`;
}

/** The meaning of the verdicts and their tests. */
export function verdictMeanings(margin: number): string {
  return `*Different*: by Wilcoxon's signed-rank test. *Equivalent*: the typical difference (the pseudomedian, by two one-sided signed-rank tests) and the mean difference (by two one-sided t-tests, corrected for skewness) both lie within ±${margin}; where both verdicts hold, it is *equivalent*.`;
}
