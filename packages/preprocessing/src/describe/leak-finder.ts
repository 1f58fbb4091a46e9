import type { ColumnSummary } from '../summary/summarise-column.js';
import { type Column, columnRows, isMissing, missingInteger, numericValues } from '../table/column.js';
import type { Task } from '../target/target.js';

/** Fewer rows than these agree by chance. */
const leastRows = 20;

/** Values that repeat less often than this belong to one class by chance. */
const rowsEach = 10;

/** Classes of fewer rows than these lie in ranges of their own by chance. */
const rowsOfRange = 50;

/** A correlation at least this strong is a straight line. */
const straight = 0.9999;

/** Says how a column gives the target away, as the rest of a sentence; undefined if it does not. */
export type FindLeak = (column: Column, summary: ColumnSummary) => string | undefined;

/**
 * Prepares the search for columns that give a target away: a column that equals the target, determines the class,
 * separates the classes by its range, or is a linear function of a real target. Takes a few passes over each column.
 */
export function leakFinder(target: Column, task: Task): FindLeak {
  if (task === 'regression') {
    return (column) => (isLinear(column, target) ? 'is a linear function of the target' : undefined);
  }
  const classes = codesOf(target);
  return (column, { distinct }) => {
    const rows = rowsOfBoth(column, classes);
    if (rows < leastRows) return undefined;
    if (distinct * rowsEach <= rows && determines(valuesOf(column), classes)) {
      return determines({ values: classes, missing: -1 }, codesOf(column))
        ? 'equals the target or names its classes differently'
        : 'determines the class in every row';
    }
    return separates(column, classes, rows)
      ? 'separates the classes, each of which lies in a range of its own'
      : undefined;
  };
}

/** The values of a column as whole numbers from 0, equal values as equal numbers; −1 where missing. */
function codesOf(column: Column): Int32Array {
  if (column.kind === 'text') return column.codes;
  const { values } = column;
  const known = new Map<number | bigint, number>();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? missingInteger;
    const code = isMissing(column, row) ? -1 : (known.get(value) ?? known.size);
    if (code === known.size) known.set(value, code);
    codes[row] = code;
  }
  return codes;
}

/** In how many rows both have a value. */
function rowsOfBoth(column: Column, classes: Int32Array): number {
  let rows = 0;
  for (let row = 0; row < classes.length; row++) if (classes[row] !== -1 && !isMissing(column, row)) rows++;
  return rows;
}

/** Values to compare with one another, and the one that stands for missing; NaN is missing, too. */
interface Values {
  readonly values: Float64Array | BigInt64Array | Int32Array | Int8Array;
  readonly missing: number | bigint;
}

function valuesOf(column: Column): Values {
  if (column.kind === 'text') return { values: column.codes, missing: -1 };
  if (column.kind === 'integer') return { values: column.values, missing: missingInteger };
  return { values: column.values, missing: column.kind === 'boolean' ? -1 : Number.NaN };
}

/**
 * Whether each value of one list goes with one value of the other only, and the other has two at least. Ends at the
 * first value that goes with two.
 */
function determines({ values, missing }: Values, to: Int32Array): boolean {
  const image = new Map<number | bigint, number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? missing;
    const given = to[row] ?? -1;
    if (value === missing || given === -1 || Number.isNaN(value)) continue;
    const before = image.get(value);
    if (before === undefined) image.set(value, given);
    else if (before !== given) return false;
  }
  return new Set(image.values()).size > 1;
}

/** Whether the classes lie in ranges of the column that do not touch. */
function separates(column: Column, classes: Int32Array, rows: number): boolean {
  if (column.kind === 'text') return false;
  const values = numericValues(column);
  const ranges = new Map<number, [least: number, greatest: number]>();
  for (let row = 0; row < classes.length; row++) {
    const value = values[row] ?? Number.NaN;
    const found = classes[row] ?? -1;
    if (found === -1 || Number.isNaN(value)) continue;
    const range = ranges.get(found);
    if (range === undefined) ranges.set(found, [value, value]);
    else if (value < range[0]) range[0] = value;
    else if (value > range[1]) range[1] = value;
  }
  if (ranges.size < 2 || rows < rowsOfRange * ranges.size) return false;
  const ordered = [...ranges.values()].sort(([a], [b]) => a - b);
  return ordered.every(([least], at) => at === 0 || least > (ordered[at - 1]?.[1] ?? Infinity));
}

function isLinear(column: Column, target: Column): boolean {
  if (column.kind === 'text' || target.kind === 'text') return false;
  const xs = numericValues(column);
  const ys = numericValues(target);
  let [rows, xSum, ySum] = [0, 0, 0];
  for (let row = 0; row < columnRows(target); row++) {
    const [x, y] = [xs[row] ?? Number.NaN, ys[row] ?? Number.NaN];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    rows++;
    xSum += x;
    ySum += y;
  }
  if (rows < leastRows) return false;
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = 0; row < columnRows(target); row++) {
    const [x, y] = [(xs[row] ?? Number.NaN) - xSum / rows, (ys[row] ?? Number.NaN) - ySum / rows];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  return xx > 0 && yy > 0 && Math.abs(xy) >= straight * Math.sqrt(xx * yy);
}
