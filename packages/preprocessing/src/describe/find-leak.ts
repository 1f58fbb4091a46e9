import { type Column, columnRows, isMissing, missingInteger, numericValues } from '../table/column.js';
import type { Task } from '../target/target.js';

/** Fewer rows than these agree by chance. */
const leastRows = 20;

/** Values that repeat less often than this belong to one class by chance. */
const rowsEach = 10;

/** A correlation at least this strong is a straight line. */
const straight = 0.9999;

/**
 * Looks for a column that gives the target away: it equals the target, it determines the class, its ranges separate the classes, or it
 * is a linear function of a real target.
 *
 * @returns the rest of a sentence about the column, or undefined
 */
export function findLeak(column: Column, target: Column, task: Task): string | undefined {
  const rows = rowsOfBoth(column, target);
  if (rows.length < leastRows) return undefined;
  if (task === 'regression') return isLinear(column, target, rows) ? 'is a linear function of the target' : undefined;
  const values = codes(column, rows);
  const classes = codes(target, rows);
  if (new Set(classes).size < 2) return undefined;
  const classOf = functionOf(values, classes);
  if (classOf !== undefined && classOf.size * rowsEach <= rows.length) {
    return functionOf(classes, values) === undefined
      ? 'determines the class in every row'
      : 'equals the target or names its classes differently';
  }
  return separates(column, classes, rows)
    ? 'separates the classes, each of which lies in a range of its own'
    : undefined;
}

function rowsOfBoth(column: Column, target: Column): Int32Array {
  const rows = new Int32Array(columnRows(target));
  let found = 0;
  for (let row = 0; row < rows.length; row++) {
    if (!isMissing(column, row) && !isMissing(target, row)) rows[found++] = row;
  }
  return rows.subarray(0, found);
}

/** The values of rows as small whole numbers: equal values, equal numbers. */
function codes(column: Column, rows: Int32Array): Int32Array {
  const values = column.kind === 'text' ? column.codes : column.values;
  const known = new Map<number | bigint, number>();
  return rows.map((row) => {
    const value = values[row] ?? missingInteger;
    const code = known.get(value) ?? known.size;
    if (code === known.size) known.set(value, code);
    return code;
  });
}

/** The map from one list of codes to another, if there is one. */
function functionOf(from: Int32Array, to: Int32Array): ReadonlyMap<number, number> | undefined {
  const image = new Map<number, number>();
  for (let at = 0; at < from.length; at++) {
    const value = from[at] ?? 0;
    const given = to[at] ?? 0;
    if ((image.get(value) ?? given) !== given) return undefined;
    image.set(value, given);
  }
  return image;
}

/** Whether the classes are intervals of the column's values. Of many classes or few rows this says little, so 50 rows a class are asked. */
function separates(column: Column, classes: Int32Array, rows: Int32Array): boolean {
  const count = new Set(classes).size;
  if (column.kind === 'text' || rows.length < 50 * count) return false;
  const values = numericValues(column);
  const order = rows.map((_, at) => at).sort((a, b) => (values[rows[a] ?? 0] ?? 0) - (values[rows[b] ?? 0] ?? 0));
  let changes = 0;
  for (let at = 1; at < order.length; at++) if (classes[order[at] ?? 0] !== classes[order[at - 1] ?? 0]) changes++;
  return changes === count - 1;
}

function isLinear(column: Column, target: Column, rows: Int32Array): boolean {
  if (column.kind === 'text' || target.kind === 'text') return false;
  const xs = numericValues(column);
  const ys = numericValues(target);
  const [xMean, yMean] = [meanOf(xs, rows), meanOf(ys, rows)];
  let [xx, xy, yy] = [0, 0, 0];
  for (const row of rows) {
    const x = (xs[row] ?? 0) - xMean;
    const y = (ys[row] ?? 0) - yMean;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  return xx > 0 && yy > 0 && Math.abs(xy) >= straight * Math.sqrt(xx * yy);
}

function meanOf(values: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row] ?? 0;
  return sum / rows.length;
}
