import type { ColumnKind } from '@reluctant/preprocessing';
import type { Database } from '../duckdb/with-database.js';
import type { SourceColumn } from '../typed/read-columns.js';
import { readLargeNumbers } from '../typed/whole-numbers.js';
import { type Counts, countFits, isNearlyAll, sampleFits } from './count-fits.js';
import type { CsvRelation } from './csv-relation.js';
import { kindError, noteOf, type TextColumnSource } from './misfits.js';
import { isAmbiguous, type ReadingName, readingsFor, textReadings } from './text-readings.js';

/** What the columns of texts turn out to be, over all rows. */
export interface InferredColumns {
  readonly rows: number;
  readonly columns: readonly SourceColumn[];
  /** Sentences about columns that stay texts because of a few values, or because a date may be read in two ways. */
  readonly notes: readonly string[];
}

/**
 * Finds the kind of each column by tests over all rows: numbers, true and false, dates; else texts.
 *
 * @param wanted - the columns to read, as indices
 * @param kinds - kinds that are prescribed, by name
 * @throws ReluctantError naming file, row and column of a value that is not of a prescribed kind
 */
export async function inferColumns(
  database: Database,
  { names, sql }: CsvRelation,
  wanted: readonly number[],
  { source, kinds }: { readonly source: string; readonly kinds: Readonly<Record<string, ColumnKind>> },
): Promise<InferredColumns> {
  const usual = readingsFor(undefined);
  const sample = await sampleFits(
    database,
    sql,
    wanted.map((index) => `c${index}`),
    usual,
  );
  const likely = wanted.map((index, at) => {
    const name = names[index] ?? '';
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    const { present = 0, fits } = sample[at] ?? {};
    const isLikely = (reading: ReadingName): boolean => isNearlyAll(fits?.get(reading) ?? 0, present);
    return { name, kind, text: `c${index}`, readings: kind === undefined ? usual.filter(isLikely) : readingsFor(kind) };
  });
  const { rows, counts } = await countFits(database, sql, likely);
  const columns: SourceColumn[] = [];
  const notes: string[] = [];
  for (const [at, { name, kind, text }] of likely.entries()) {
    const counted = counts[at] ?? { present: 0, fits: new Map(), large: false };
    const column = { database, source, sql, text, name };
    const { note, ...read } = await decide(column, kind, counted);
    columns.push({ name, ...read });
    if (note !== undefined) notes.push(note);
  }
  return { rows, columns, notes };
}

type Decided = Pick<SourceColumn, 'kind' | 'value'> & { readonly note?: string };

async function decide(column: TextColumnSource, kind: ColumnKind | undefined, counts: Counts): Promise<Decided> {
  if (counts.present === 0) return withoutValues(kind);
  const fitting = [...counts.fits].filter(([, count]) => count === counts.present).map(([name]) => name);
  const [reading] = fitting;
  if (reading !== undefined && !isAmbiguous(fitting)) return readAs(column, reading, counts.large && kind !== 'number');
  if (kind !== undefined && kind !== 'text') throw await kindError(column, kind, fitting);
  const note = kind === undefined ? await noteOf(column, counts, fitting) : undefined;
  return { kind: 'text', value: column.text, ...(note !== undefined && { note }) };
}

function withoutValues(kind: ColumnKind = 'number'): Decided {
  const type = { text: 'VARCHAR', boolean: 'BOOLEAN', integer: 'BIGINT', number: 'DOUBLE', date: 'DOUBLE' }[kind];
  return { kind, value: `NULL::${type}` };
}

async function readAs(
  { database, sql, text }: TextColumnSource,
  reading: ReadingName,
  large: boolean,
): Promise<Decided> {
  const { kind, value } = textReadings[reading];
  if (!large) return { kind, value: value(text) };
  const integer = `try_cast(${text} AS BIGINT)`;
  return readLargeNumbers(database, sql, { double: value(text), integer, text });
}
