import { printable, ReluctantError, showValue } from '@reluctant/errors';
import type { ColumnKind } from '@reluctant/preprocessing';
import type { Database } from '../duckdb/with-database.js';
import { type Counts, isNearlyAll } from './count-fits.js';
import { isAmbiguous, type ReadingName, readingsFor, textReadings } from './text-readings.js';

/** A column of texts in a relation. */
export interface TextColumnSource {
  readonly database: Database;
  /** The name of the table, for messages. */
  readonly source: string;
  /** SQL of the relation. */
  readonly sql: string;
  /** SQL of the text. */
  readonly text: string;
  readonly name: string;
}

const kindNames: Readonly<Record<ColumnKind, string>> = {
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  text: 'a text',
  date: 'a date',
};

const ambiguous = 'its dates may have the month or the day first, write them as 2024-12-31';

/**
 * A sentence about a column that is read as texts although nearly all of its values are of another kind; undefined if
 * they are not.
 */
export async function noteOf(
  column: TextColumnSource,
  { present, fits }: Counts,
  fitting: readonly ReadingName[],
): Promise<string | undefined> {
  const asTexts = `column '${printable(column.name)}' is read as texts`;
  if (isAmbiguous(fitting)) return `${asTexts}: ${ambiguous}`;
  const [best] = [...fits].sort(([, a], [, b]) => b - a);
  if (best === undefined || !isNearlyAll(best[1], present)) return undefined;
  const [reading, count] = best;
  const misfit = await firstMisfit(column, [reading]);
  const values = present - count === 1 ? '1 value is not' : `${present - count} values are not`;
  const example = misfit === undefined ? '' : `, the first in row ${misfit.row}: ${showValue(misfit.value)}`;
  return `${asTexts}: ${values} ${kindNames[textReadings[reading].kind]}${example}`;
}

/** The error about a column that is not of its prescribed kind. */
export async function kindError(
  column: TextColumnSource,
  kind: ColumnKind,
  fitting: readonly ReadingName[],
): Promise<ReluctantError> {
  const { source, name } = column;
  const misfit = isAmbiguous(fitting) ? undefined : await firstMisfit(column, readingsFor(kind));
  const where = printable(source);
  const which = `column '${printable(name)}'`;
  if (misfit === undefined) {
    const said = isAmbiguous(fitting) ? ambiguous : 'its dates are written in several ways, write them as 2024-12-31';
    return new ReluctantError('invalid-file', `${where}, ${which}: ${said}`, { path: [source, name] });
  }
  const { row, value } = misfit;
  const said = `expected ${kindNames[kind]}, got ${showValue(value)}`;
  return new ReluctantError('invalid-file', `${where}, row ${row}, ${which}: ${said}`, { path: [source, row, name] });
}

/** The first value that none of the readings fits, with its row, counted from 1. */
async function firstMisfit(
  { database, sql, text }: TextColumnSource,
  readings: readonly ReadingName[],
): Promise<{ readonly row: number; readonly value: string } | undefined> {
  const fits = readings.map((name) => textReadings[name].test(text)).join(' OR ');
  const [found] = await database.rows(
    `SELECT r, v FROM (SELECT row_number() OVER () AS r, ${text} AS v, coalesce(${fits}, false) AS fits FROM ${sql})
     WHERE v IS NOT NULL AND NOT fits ORDER BY r LIMIT 1`,
  );
  return found && { row: Number(found.r), value: String(found.v) };
}
