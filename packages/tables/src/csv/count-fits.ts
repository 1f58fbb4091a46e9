import type { Database } from '../duckdb/with-database.js';
import { exceedsDouble } from '../typed/whole-numbers.js';
import { type ReadingName, textReadings } from './text-readings.js';

/** How many values of a column its readings fit. */
export interface Counts {
  /** Values that are not missing. */
  readonly present: number;
  readonly fits: ReadonlyMap<ReadingName, number>;
  /** Whether a number is 2^53 or more. */
  readonly large: boolean;
}

/** Whether a reading fits so many values that the rest looks like a mistake. */
export function isNearlyAll(count: number, present: number): boolean {
  return count >= 0.9 * present;
}

/**
 * Counts in one pass over a relation how many values of each column its readings fit.
 *
 * @param columns - SQL of each column's text, and the readings to count
 */
export async function countFits(
  database: Database,
  relation: string,
  columns: readonly { readonly text: string; readonly readings: readonly ReadingName[] }[],
): Promise<{ readonly rows: number; readonly counts: readonly Counts[] }> {
  const counted = columns.flatMap(({ text, readings }, at) => {
    const numbers = readings.filter((name) => textReadings[name].kind === 'number');
    return [
      `count(${text}) AS present${at}`,
      ...readings.map((name) => `count(*) FILTER (${textReadings[name].test(text)}) AS ${name}${at}`),
      ...numbers.map((name) => `${exceedsDouble(textReadings[name].value(text))} AS large${at}`),
    ];
  });
  const [row = {}] = await database.rows(`SELECT ${['count(*) AS rows', ...counted].join(', ')} FROM ${relation}`);
  const counts = columns.map(({ readings }, at) => ({
    present: Number(row[`present${at}`]),
    fits: new Map(readings.map((name) => [name, Number(row[`${name}${at}`])])),
    large: row[`large${at}`] === true,
  }));
  return { rows: Number(row.rows), counts };
}
