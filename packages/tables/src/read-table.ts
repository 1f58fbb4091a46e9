import { invalidOption, parseWith, printable, ReluctantError, unknownName } from '@reluctant/errors';
import { createTable, type Table } from '@reluctant/preprocessing';
import type * as z from 'zod';
import { checkHeader } from './csv/check-header.js';
import { csvRelation } from './csv/csv-relation.js';
import { inferColumns } from './csv/infer-columns.js';
import { readFailure } from './duckdb/read-failure.js';
import { fileList } from './duckdb/sql.js';
import { type Database, withDatabase } from './duckdb/with-database.js';
import { fingerprintTable } from './fingerprint-table.js';
import { type ReadOptions, type ReadTableOptions, readOptionsSchema, readTableOptionsSchema } from './read-options.js';
import { formatOf } from './source/file-format.js';
import { findFiles } from './source/find-files.js';
import { whileUnchanged } from './source/while-unchanged.js';
import { type BlockOptions, inBlocks, type ReadBlocks, type TakeBlock } from './typed/in-blocks.js';
import { readColumns, type SourceColumn } from './typed/read-columns.js';
import { describeColumns, typedColumns } from './typed/typed-columns.js';

/** A table as it was read. */
export interface ReadTable {
  readonly table: Table;
  /** Of the content: see {@link fingerprintTable}. */
  readonly fingerprint: string;
  /** The files, in the order of their rows; empty for a query. */
  readonly files: readonly string[];
  /** Sentences that a user should see, such as why a column of numbers is read as texts. */
  readonly notes: readonly string[];
}

/**
 * Reads a CSV, TSV, Parquet or JSON file, or several of the same columns, into a table, in the order of the rows.
 *
 * @param path - a file, a pattern such as `birds-*.csv`, or several of them
 * @throws ReluctantError in one sentence that names the file and, where known, line or row and column: a file that is
 *   absent, empty, not UTF-8, has no rows, no header, a name twice, or a row with another number of fields; a column of
 *   lists or structs; a value that is not of a prescribed kind; a file that changes while it is read
 */
export async function readTable(path: string | readonly string[], options: ReadTableOptions = {}): Promise<ReadTable> {
  return withFiles(path, options, 'readTable', async ({ rows, columns, sql, notes }, { database, source, files }) => {
    const read = await readColumns(database, sql, columns, rows);
    return result({ columns: read, source }, files, notes);
  });
}

/** {@link readTable} in parts of some rows, for tables that memory does not hold. */
export async function readTableInBlocks(
  path: string | readonly string[],
  options: ReadTableOptions & BlockOptions,
  take: TakeBlock,
): Promise<ReadBlocks> {
  const { blockRows, ...others } = options;
  return withFiles(path, others, 'readTableInBlocks', (prepared, { database, source }) =>
    inBlocks(database, source, prepared, blockRows, take),
  );
}

interface Place {
  readonly database: Database;
  readonly source: string;
  readonly files: readonly string[];
}

async function withFiles<Result>(
  path: string | readonly string[],
  options: ReadTableOptions,
  owner: string,
  read: (prepared: Prepared, place: Place) => Promise<Result>,
): Promise<Result> {
  const { format, ...given } = parseWith(readTableOptionsSchema, options, { owner });
  const paths = typeof path === 'string' ? [path] : path;
  if (paths.length === 0) throw invalidOption('path', 'at least one file', paths);
  const source = paths.join(', ');
  return withDatabase(given.memoryLimit, async (database) => {
    const files = await findFiles(database, paths);
    const formats = new Set(files.map((file) => format ?? formatOf(file)));
    if (formats.size > 1) throw invalidOption('path', 'files of one format', source);
    const [chosen] = formats;
    return await whileUnchanged(files, async () => {
      try {
        const relation = chosen === 'parquet' ? `read_parquet(${fileList(files)})` : jsonRelation(files);
        const prepared =
          chosen === 'csv'
            ? await prepareCsv(database, files, source, given)
            : await prepareTyped(database, relation, source, given);
        return await read(prepared, { database, source, files });
      } catch (error) {
        throw readFailure(error, source);
      }
    });
  });
}

/** All rows decide the types. */
function jsonRelation(files: readonly string[]): string {
  return `read_json(${fileList(files)}, sample_size = -1, union_by_name = true)`;
}

/**
 * Reads the rows of one SELECT statement of DuckDB's SQL: `select * from 'flights.parquet' where delay is not null`.
 * CSV files within a query are read by DuckDB's own rules, not by ours.
 *
 * @throws ReluctantError in one sentence, as {@link readTable} does
 */
export async function readQuery(query: string, options: ReadOptions = {}): Promise<ReadTable> {
  return withQuery(query, options, 'readQuery', async ({ rows, columns, sql, notes }, { database, source }) => {
    const read = await readColumns(database, sql, columns, rows);
    return result({ columns: read, source }, [], notes);
  });
}

/** {@link readQuery} in parts of some rows, for results that memory does not hold. */
export async function readQueryInBlocks(
  query: string,
  options: ReadOptions & BlockOptions,
  take: TakeBlock,
): Promise<ReadBlocks> {
  const { blockRows, ...others } = options;
  return withQuery(query, others, 'readQueryInBlocks', (prepared, { database, source }) =>
    inBlocks(database, source, prepared, blockRows, take),
  );
}

async function withQuery<Result>(
  query: string,
  options: ReadOptions,
  owner: string,
  read: (prepared: Prepared, place: Place) => Promise<Result>,
): Promise<Result> {
  const given = parseWith(readOptionsSchema, options, { owner });
  const source = 'the query';
  return withDatabase(given.memoryLimit, async (database) => {
    try {
      const names = await database.queryNames(query);
      const twice = names.find((name, index) => names.findIndex((other) => sameName(name, other)) < index);
      if (twice !== undefined) {
        throw new ReluctantError('invalid-option', `the query gives two columns the name '${printable(twice)}'`, {
          path: ['query'],
        });
      }
      // Once, so that all passes see the same rows. The line break ends a comment at the end of the query.
      await database.rows(`CREATE TEMP TABLE answer AS ${query.replace(/;\s*$/, '')}\n`);
      const prepared = await prepareTyped(database, 'answer', source, given);
      const ordered = /\border\s+by\b/i.test(query);
      const order = 'the order of the rows is not guaranteed, as the query has no ORDER BY';
      const notes = ordered ? prepared.notes : [...prepared.notes, order];
      return await read({ ...prepared, notes }, { database, source, files: [] });
    } catch (error) {
      throw readFailure(error, source);
    }
  });
}

/** DuckDB takes names that differ in case only for the same. */
function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** A relation whose columns are known, before its rows are read. */
interface Prepared {
  readonly rows: number;
  readonly columns: readonly SourceColumn[];
  readonly sql: string;
  readonly notes: readonly string[];
}

async function prepareCsv(
  database: Database,
  files: readonly string[],
  source: string,
  options: z.output<typeof readTableOptionsSchema>,
): Promise<Prepared> {
  const relation = await csvRelation(files, options.delimiter, options.missing);
  const { names, sql } = relation;
  const wanted = wantedNames(names, options, source).map((name) => names.indexOf(name));
  const { kinds } = options;
  const { rows, columns, notes } = await inferColumns(database, relation, wanted, { source, kinds });
  if (rows === 0) throw noRows(source, 'the file has a header and no rows');
  if (options.header !== true) checkHeader(files[0] ?? source, columns);
  return { rows, columns, sql, notes };
}

async function prepareTyped(
  database: Database,
  relation: string,
  source: string,
  options: z.output<typeof readOptionsSchema>,
): Promise<Prepared> {
  const described = await describeColumns(database, relation);
  const names = described.map(({ name }) => name);
  const wanted = new Set(wantedNames(names, options, source));
  const chosen = described.filter(({ name }) => wanted.has(name));
  const { rows, columns, notes } = await typedColumns(database, relation, chosen, source);
  if (rows === 0) throw noRows(source, 'there are no rows');
  return { rows, columns, sql: relation, notes };
}

/** The columns to read, in the order of the file. */
function wantedNames(
  names: readonly string[],
  { columns, drop }: z.output<typeof readOptionsSchema>,
  source: string,
): readonly string[] {
  for (const name of [...(columns ?? []), ...drop]) {
    if (names.includes(name)) continue;
    const { code, message, path, received } = unknownName('column', name, names);
    throw new ReluctantError(code, `${printable(source)}: ${message}`, { path, received });
  }
  const wanted = names.filter((name) => !drop.includes(name) && (columns?.includes(name) ?? true));
  if (wanted.length === 0)
    throw invalidOption(columns === undefined ? 'drop' : 'columns', 'a choice that leaves a column', columns ?? drop);
  return wanted;
}

function noRows(source: string, said: string): ReluctantError {
  return new ReluctantError('invalid-file', `${printable(source)}: ${said}`, { path: [source] });
}

function result(
  { columns, source }: Pick<Table, 'columns'> & { readonly source: string },
  files: readonly string[],
  notes: readonly string[],
): ReadTable {
  // Checks that dates are within the range of JavaScript's.
  const table = createTable(columns, { source });
  return { table, fingerprint: fingerprintTable(table), files, notes };
}
