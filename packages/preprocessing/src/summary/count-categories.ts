import { type Column, missingInteger } from '../table/column.js';

/**
 * A value as a category: a text of a text column, decimal digits of an integer column, a number of the others (a date
 * in milliseconds, true as 1). Missing is '' where categories are texts, else null.
 */
export type Category = string | number | null;

/** A category and its number of rows. */
export interface CategoryCount {
  readonly category: Category;
  readonly count: number;
}

/**
 * Counts the rows of each category that occurs, in the order of scikit-learn: numbers ascending, texts by code point. A
 * missing text comes first, as the empty text does there; a missing number comes last, as NaN does there.
 */
export function countCategories(column: Column): readonly CategoryCount[] {
  switch (column.kind) {
    case 'text': {
      const counts = new Float64Array(column.categories.length);
      let missing = 0;
      for (const code of column.codes) {
        if (code < 0) missing++;
        else counts[code] = (counts[code] ?? 0) + 1;
      }
      const found = column.categories.map((category, code) => ({ category, count: counts[code] ?? 0 }));
      return [{ category: '', count: missing }, ...found]
        .filter(({ count }) => count > 0)
        .sort((a, b) => compareTexts(a.category, b.category));
    }
    case 'integer':
      return [...countEach(column.values)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([value, count]) => ({ category: value === missingInteger ? '' : String(value), count }));
    default: {
      const isMissing = (value: number): boolean => Number.isNaN(value) || (column.kind === 'boolean' && value === -1);
      return [...countEach<number>(column.values)]
        .map(([value, count]) => ({ category: isMissing(value) ? null : value, count }))
        .sort((a, b) => (a.category ?? Infinity) - (b.category ?? Infinity));
    }
  }
}

/** A `Map` takes −0 and 0 for one key, and all NaN for one. */
function countEach<Value extends number | bigint>(values: Iterable<Value>): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Compares texts by code point, as Python does; JavaScript's `<` compares halves of surrogate pairs. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a.charCodeAt(at) === b.charCodeAt(at)) continue;
    // Where the second halves of two pairs differ, their order is that of the code points.
    return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0);
  }
  return a.length - b.length;
}
