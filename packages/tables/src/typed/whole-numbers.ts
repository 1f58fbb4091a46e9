import type { Database } from '../duckdb/with-database.js';
import type { SourceColumn } from './read-columns.js';

/** SQL that is true if some value is at least 2^53 from 0, below which whole numbers are exact in double precision. */
export function exceedsDouble(double: string): string {
  return `coalesce(max(abs(${double})) >= ${2 ** 53}, false)`;
}

/**
 * Decides how a column is read with numbers of 2^53 or more: as integers if all are whole and fit 64 bits, else in
 * double precision.
 *
 * @param double - SQL of the value in double precision
 * @param integer - SQL of the value as BIGINT, NULL where it does not fit
 * @param text - SQL of the value as a text, to tell whole numbers from fractions
 */
export async function readLargeNumbers(
  database: Database,
  relation: string,
  { double, integer, text }: { readonly double: string; readonly integer: string; readonly text: string },
): Promise<Pick<SourceColumn, 'kind' | 'value'>> {
  const [found] = await database.rows(
    `SELECT bool_and(${integer} IS NOT NULL AND regexp_full_match(${text}, '\\s*[+-]?[0-9]+\\s*')) AS whole
     FROM ${relation} WHERE ${double} IS NOT NULL`,
  );
  return found?.whole === true ? { kind: 'integer', value: integer } : { kind: 'number', value: double };
}
