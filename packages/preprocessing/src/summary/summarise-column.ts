import { type Column, isMissing, numericValues } from '../table/column.js';
import { countCategories } from './count-categories.js';
import { countDistinct, finiteValues, sortedValues } from './sorted-values.js';

/** What a column holds, counted over its rows. */
export interface ColumnSummary {
  /** Rows with a value. */
  readonly present: number;
  readonly missing: number;
  /** Different values, missing not counted. */
  readonly distinct: number;
  /** Whether every present value is a whole number; false for texts. */
  readonly whole: boolean;
  /** The range of finite values: a date in milliseconds, an integer as the nearest double. Undefined for texts. */
  readonly range?: { readonly least: number; readonly greatest: number };
  /** The first row with an infinite value. */
  readonly infiniteRow?: number;
  /** The mean number of words in the different values of a text column, else 0. */
  readonly words: number;
  /**
   * Rows by value, for a picture: 16 intervals of equal width over the range, or the 16 most frequent texts. Shorter
   * for fewer texts.
   */
  readonly histogram: readonly number[];
}

const bins = 16;

/** A column with its summary. */
export interface SummarisedColumn {
  readonly summary: ColumnSummary;
  /** The values that are not missing in ascending order, an integer as the nearest double; empty for texts. */
  readonly sorted: Float64Array;
}

/** Summarises a column in one sort. */
export function summariseColumn(column: Column): SummarisedColumn {
  if (column.kind === 'text') return { summary: summariseTexts(column), sorted: new Float64Array() };
  const values = numericValues(column);
  const sorted = sortedValues(values);
  return { summary: summariseNumbers(column, values, sorted), sorted };
}

function summariseTexts(column: Extract<Column, { kind: 'text' }>): ColumnSummary {
  const counts = countCategories(column);
  const present = counts.filter(({ category }) => category !== '');
  const rows = present.reduce((sum, { count }) => sum + count, 0);
  const words = present.reduce((sum, { category }) => sum + String(category).trim().split(/\s+/).length, 0);
  return {
    present: rows,
    missing: column.codes.length - rows,
    distinct: present.length,
    whole: false,
    words: present.length === 0 ? 0 : words / present.length,
    histogram: present
      .map(({ count }) => count)
      .sort((a, b) => b - a)
      .slice(0, bins),
  };
}

function summariseNumbers(
  column: Exclude<Column, { kind: 'text' }>,
  values: Float64Array,
  sorted: Float64Array,
): ColumnSummary {
  const finite = finiteValues(sorted);
  const [least] = finite;
  const greatest = finite.at(-1);
  return {
    present: sorted.length,
    missing: values.length - sorted.length,
    // Doubles cannot tell neighbouring integers of 64 bits apart.
    distinct: column.kind === 'integer' ? distinctIntegers(column) : countDistinct(sorted),
    whole: isWhole(sorted),
    words: 0,
    ...(least !== undefined && greatest !== undefined && { range: { least, greatest } }),
    ...(finite.length < sorted.length && {
      infiniteRow: Math.min(...[Infinity, -Infinity].map((value) => values.indexOf(value)).filter((row) => row >= 0)),
    }),
    histogram: least === undefined || greatest === undefined ? [] : histogramOf(finite, least, greatest),
  };
}

function isWhole(values: Float64Array): boolean {
  for (let at = 0; at < values.length; at++) if (!Number.isInteger(values[at])) return false;
  return true;
}

function distinctIntegers(column: Extract<Column, { kind: 'integer' }>): number {
  return new Set(column.values.filter((_, row) => !isMissing(column, row))).size;
}

function histogramOf(values: Float64Array, least: number, greatest: number): readonly number[] {
  const counts = Array.from({ length: bins }, () => 0);
  // Halved, because the width of the range of all doubles is infinite.
  const width = greatest / 2 - least / 2;
  for (let at = 0; at < values.length; at++) {
    const above = (values[at] ?? 0) / 2 - least / 2;
    const bin = width === 0 ? 0 : Math.min(bins - 1, Math.floor((above / width) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
