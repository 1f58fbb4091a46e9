import type { Category, CategoryCount } from '../summary/count-categories.js';

/** Which categories get a feature of their own. */
export interface CategoryLimits {
  /**
   * Categories with fewer rows join the rare group: a whole number of rows, or a share of the rows below 1;
   * scikit-learn's `min_frequency`.
   */
  readonly minFrequency: number;
  /** The largest number of features of a column, that of the rare group included; scikit-learn's `max_categories`. */
  readonly maxCategories: number;
}

/** The features of a categorical column: one for each of `categories`, then one for the rare group. */
export interface CategoryGroups {
  readonly categories: readonly Category[];
  /**
   * Whether there is a rare group. It takes the rare categories and every unseen one; without it an unseen one is all
   * zeros.
   */
  readonly rare: boolean;
}

/**
 * Fits scikit-learn's `OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=…, max_categories=…)`.
 *
 * @param counts - the categories in the order of their features, missing included
 */
export function groupRare(
  counts: readonly CategoryCount[],
  { minFrequency, maxCategories }: CategoryLimits,
): CategoryGroups {
  const rows = counts.reduce((sum, { count }) => sum + count, 0);
  const least = minFrequency < 1 ? minFrequency * rows : minFrequency;
  const rare = new Set(counts.filter(({ count }) => count < least));
  if (maxCategories < counts.length - rare.size + 1) {
    // The sort is stable: among equal counts, the first categories become rare.
    const ascending = counts.toSorted((a, b) => a.count - b.count);
    for (const entry of ascending.slice(0, counts.length - maxCategories + 1)) rare.add(entry);
  }
  const frequent = counts.filter((entry) => !rare.has(entry));
  return { categories: frequent.map(({ category }) => category), rare: rare.size > 0 };
}
