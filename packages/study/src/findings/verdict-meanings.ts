/** What a family of comparisons guarantees: the same words in tables, findings and docs. */
export function familySentence(alpha: number): string {
  return `At most ${Number((alpha * 100).toFixed(2))} % of studies contain a false claim of either kind, *different* or *equivalent*.`;
}

/** What the verdicts judge and by which tests. */
export function verdictMeanings(margin: number): string {
  return `*Different*: by Wilcoxon's signed-rank test. *Equivalent*: the typical difference (the pseudomedian, by two one-sided signed-rank tests) and the mean difference (by two one-sided t-tests, corrected for skewness) both lie within ±${margin}; where both verdicts hold, it is *equivalent*.`;
}
