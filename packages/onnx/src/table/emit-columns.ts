import { missingInteger } from '@reluctant/preprocessing';
import type { GraphBuilder } from '../export/graph-builder.js';

/** Matrices [rows, columns] side by side; a single one is itself. */
export function emitConcat(builder: GraphBuilder, name: string, parts: readonly string[]): string {
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : builder.node('Concat', name, parts, { axis: 1 });
}

/** Columns of a matrix [rows, width] by index; all of them in order are the matrix itself. */
export function emitColumns(
  builder: GraphBuilder,
  name: string,
  matrix: string,
  columns: readonly number[],
  width: number,
): string {
  if (columns.length === width && columns.every((column, at) => column === at)) return matrix;
  const indices = builder.constant(`${name}.indices`, [columns.length], Int32Array.from(columns));
  return builder.node('Gather', name, [matrix, indices], { axis: 1 });
}

/** True where an int64 is the one that stands for a missing value. */
export function emitMissingIntegers(builder: GraphBuilder, name: string, integers: string): string {
  return builder.node('Equal', name, [integers, builder.integers(`${name}.marker`, [1], [missingInteger])]);
}
