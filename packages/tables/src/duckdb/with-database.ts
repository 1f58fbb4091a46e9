import { rm } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ReluctantError } from '@reluctant/errors';
import { removeDeadSpillFolders, spillFolder } from './spill-folder.js';

/** DuckDB's values are read as these types. */
export type Cell = string | number | bigint | boolean | null;

/** A database in memory for the time of one reading. */
export interface Database {
  /** Runs a statement whose result is small, and returns its rows by column name. */
  rows(sql: string): Promise<readonly Readonly<Record<string, Cell>>[]>;
  /**
   * Runs a statement and gives its rows in order, in chunks: `column(index)(row)`. The next is read when one is taken.
   */
  chunks(sql: string, take: (chunk: Chunk) => void | Promise<void>): Promise<void>;
  /** The names of a query's columns as they are written, duplicates included; refuses anything but one SELECT. */
  queryNames(sql: string): Promise<readonly string[]>;
}

/** Some rows of a result. */
export interface Chunk {
  readonly rows: number;
  /** The values of a column by row; `DATE`, `DECIMAL` and nested types must be cast in SQL. */
  column(index: number): (row: number) => Cell;
}

/**
 * Runs work with a database of its own: no network (extensions are neither installed nor loaded), times in UTC, memory
 * limited, what exceeds the limit in a temporary folder that is removed afterwards; folders of processes that were
 * killed are removed first. DuckDB is loaded here, on first use.
 *
 * @param memoryLimit - as DuckDB writes it: `1GB`
 */
export async function withDatabase<Result>(
  memoryLimit: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const { DuckDBInstance } = await loadDuckDB();
  await removeDeadSpillFolders();
  const folder = spillFolder();
  let instance: DuckDBInstance | undefined;
  let connection: DuckDBConnection | undefined;
  try {
    instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      memory_limit: memoryLimit,
      preserve_insertion_order: 'true',
      temp_directory: folder,
    });
    connection = await instance.connect();
    // Not an option of the instance: the time zone belongs to an extension, which is linked in.
    await connection.run("SET TimeZone = 'UTC'");
    return await work(databaseOf(connection));
  } finally {
    connection?.closeSync();
    instance?.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

async function loadDuckDB(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    const said =
      'DuckDB, which reads tables, cannot be loaded: install @duckdb/node-api with its binary for this platform';
    throw new ReluctantError('broken-installation', said, { cause });
  }
}

function databaseOf(connection: DuckDBConnection): Database {
  return {
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjects() as Record<string, Cell>[];
    },
    async chunks(sql, take) {
      const result = await connection.stream(sql);
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        const rows = chunk;
        await take({
          rows: rows.rowCount,
          column: (index) => {
            const vector = rows.getColumnVector(index);
            return (row) => vector.getItem(row) as Cell;
          },
        });
      }
    },
    async queryNames(sql) {
      const statements = await connection.extractStatements(sql);
      const prepared = statements.count === 1 ? await statements.prepare(0) : undefined;
      const { StatementType } = await loadDuckDB();
      if (prepared?.statementType !== StatementType.SELECT) {
        throw new ReluctantError('invalid-option', 'the query must be one SELECT statement', {
          path: ['query'],
          received: sql,
        });
      }
      const names = Array.from({ length: prepared.columnCount }, (_, index) => prepared.columnName(index));
      prepared.destroySync();
      return names;
    },
  };
}
