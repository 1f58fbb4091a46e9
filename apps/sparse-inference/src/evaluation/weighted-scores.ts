/** How often each row counts, as in a bootstrap resample. */
export type RowCounts = ArrayLike<number>;

/** Mean of values over rows that count several times or not at all. */
export function weightedMean(values: ArrayLike<number>, counts: RowCounts): number {
  let sum = 0;
  let rows = 0;
  for (let row = 0; row < values.length; row++) {
    const count = counts[row] ?? 0;
    sum += count * (values[row] ?? Number.NaN);
    rows += count;
  }
  return sum / rows;
}

/**
 * F1 of each class, averaged over the classes: `macroF1` of `@reluctant/metrics` over rows that count several times.
 */
export function weightedMacroF1(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
  counts: RowCounts,
): number {
  const hits = new Float64Array(classes);
  const marked = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) {
    const count = counts[row] ?? 0;
    const [label, guess] = [labels[row] ?? 0, predicted[row] ?? 0];
    if (label === guess) hits[label] = (hits[label] ?? 0) + count;
    marked[label] = (marked[label] ?? 0) + count;
    marked[guess] = (marked[guess] ?? 0) + count;
  }
  return hits.reduce((sum, own, c) => sum + (own === 0 ? 0 : (2 * own) / (marked[c] ?? 0)), 0) / classes;
}

/**
 * The area under the ROC curve of scores over rows that count several times: `areaUnderRoc` of `@reluctant/metrics`.
 * The scores are sorted once, each evaluation is one pass.
 */
export function weightedAuroc(
  scores: ArrayLike<number>,
  isPositive: (row: number) => boolean,
): (counts: RowCounts) => number {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row);
  order.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  return (counts) => {
    let area = 0;
    let [positives, negatives] = [0, 0];
    for (let start = 0; start < order.length; ) {
      const score = scores[order[start] ?? 0];
      let [up, down] = [0, 0];
      let end = start;
      for (; end < order.length && scores[order[end] ?? 0] === score; end++) {
        const row = order[end] ?? 0;
        if (isPositive(row)) up += counts[row] ?? 0;
        else down += counts[row] ?? 0;
      }
      area += up * (negatives + down / 2);
      positives += up;
      negatives += down;
      start = end;
    }
    return area / (positives * negatives);
  };
}
