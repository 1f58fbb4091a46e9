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

/** The rows of a sample: so many that 200,000 values are looked at, but 100 at least. */
function sampleRows(columns: number): number {
  return Math.max(100, Math.ceil(200_000 / columns));
}

/** The time that DuckDB takes to plan a query grows with the square of the number of its tests. */
const columnsAtOnce = 64;

/**
 * Counts for the first rows of a relation how many values of each column the readings fit.
 *
 * @param texts - SQL of each column's text
 */
export async function sampleFits(
  database: Database,
  relation: string,
  texts: readonly string[],
  readings: readonly ReadingName[],
): Promise<readonly Pick<Counts, 'present' | 'fits'>[]> {
  // One long column of all values, so that there is one test for each reading and not for each column.
  const tests = readings.map((name) => `count(*) FILTER (${textReadings[name].test('v')}) AS ${name}`);
  const rows = await database.rows(
    `SELECT ${['i', 'count(v) AS present', ...tests].join(', ')} FROM (
       SELECT unnest([${texts.join(', ')}]) AS v, unnest(range(${texts.length})) AS i
       FROM (SELECT * FROM ${relation} LIMIT ${sampleRows(texts.length)})
     ) GROUP BY i ORDER BY i`,
  );
  return rows.map((row) => ({
    present: Number(row.present),
    fits: new Map(readings.map((name) => [name, Number(row[name])])),
  }));
}

/**
 * Counts over all rows of a relation how many values of each column its readings fit.
 *
 * @param columns - SQL of each column's text, and the readings to count
 */
export async function countFits(
  database: Database,
  relation: string,
  columns: readonly TriedColumn[],
): Promise<{ readonly rows: number; readonly counts: readonly Counts[] }> {
  const counts: Counts[] = [];
  let rows = 0;
  for (let first = 0; first < columns.length; first += columnsAtOnce) {
    const part = columns.slice(first, first + columnsAtOnce);
    const [row = {}] = await database.rows(
      `SELECT count(*) AS rows, ${part.flatMap(countsOf).join(', ')} FROM ${relation}`,
    );
    rows = Number(row.rows);
    part.forEach(({ readings }, at) => {
      const fits = new Map(readings.map((name) => [name, Number(row[`${name}${at}`])]));
      counts.push({ present: Number(row[`present${at}`]), fits, large: row[`large${at}`] === true });
    });
  }
  return { rows, counts };
}

/** A column of texts and the readings to try. */
export interface TriedColumn {
  /** SQL of the text. */
  readonly text: string;
  readonly readings: readonly ReadingName[];
}

function countsOf({ text, readings }: TriedColumn, at: number): readonly string[] {
  const numbers = readings.filter((name) => textReadings[name].kind === 'number');
  return [
    `count(${text}) AS present${at}`,
    ...readings.map((name) => `count(*) FILTER (${textReadings[name].test(text)}) AS ${name}${at}`),
    ...numbers.map((name) => `${exceedsDouble(textReadings[name].value(text))} AS large${at}`),
  ];
}
