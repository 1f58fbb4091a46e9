import { showValue } from '@reluctant/errors';
import { asKind } from '../table/as-kind.js';
import { type Column, isMissing, numericValues, valueAt } from '../table/column.js';
import { columnOf, type Table, tableError } from '../table/table.js';
import type { ClassTarget, ClassValue, ValueTarget } from './target.js';

/**
 * The rows, from 0, in which a target is not missing: those to train and to test on.
 *
 * @throws ReluctantError (`unknown-name`) for an unknown column
 */
export function rowsWithTarget(table: Table, name: string): Int32Array {
  const column = columnOf(table, name);
  // A loop: the methods of typed arrays that take a function are many times slower.
  const rows = new Int32Array(table.rows);
  let present = 0;
  for (let row = 0; row < table.rows; row++) if (!isMissing(column, row)) rows[present++] = row;
  return rows.slice(0, present);
}

/**
 * The class of each row as an index into the classes of the target.
 *
 * @throws ReluctantError naming row and column of a missing target or of a class that the target does not have
 */
export function classLabels(target: ClassTarget, table: Table): Int32Array {
  const column = asKind(table, columnOf(table, target.name), target.kind);
  const labels = new Map<ClassValue, number>(target.classes.map((value, label) => [value, label]));
  const classAt = classValues(column);
  const encoded = new Int32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const label = labels.get(classAt(row));
    if (label === undefined || isMissing(column, row)) {
      const said = isMissing(column, row)
        ? 'the target is missing'
        : `there is no class ${showValue(valueAt(column, row))}`;
      throw tableError(table, { row, column: target.name }, said);
    }
    encoded[row] = label;
  }
  return encoded;
}

/** Reads the value of a row as a class value. */
function classValues(column: Column): (row: number) => ClassValue {
  switch (column.kind) {
    case 'text':
      return (row) => column.categories[column.codes[row] ?? -1] ?? '';
    case 'boolean':
      return (row) => column.values[row] === 1;
    case 'integer':
      return (row) => String(column.values[row]);
    default:
      return (row) => column.values[row] ?? Number.NaN;
  }
}

/**
 * The standardised target of each row, float32.
 *
 * @throws ReluctantError naming row and column of a target that is missing or infinite
 */
export function standardisedTarget(target: ValueTarget, table: Table): Float32Array {
  const column = asKind(table, columnOf(table, target.name), target.kind);
  const values = column.kind === 'text' ? new Float64Array(table.rows).fill(Number.NaN) : numericValues(column);
  return Float32Array.from(values, (value, row) => {
    if (Number.isFinite(value)) return (value - target.mean) / target.scale;
    const said = Number.isNaN(value) ? 'the target is missing' : `expected a finite number, got ${value}`;
    throw tableError(table, { row, column: target.name }, said);
  });
}

/** Real values from the standardised ones that a model answers: y · scale + mean, in double precision. */
export function targetValues(target: ValueTarget, standardised: ArrayLike<number>): Float64Array {
  return Float64Array.from(standardised, (value) => value * target.scale + target.mean);
}
