import { invalidOption } from '@reluctant/errors';
import { createTable, type Table } from '@reluctant/preprocessing';
import type { Database } from '../duckdb/with-database.js';
import { readBlocks, type SourceColumn } from './read-columns.js';

/** Options of reading in parts. */
export interface BlockOptions {
  /** Rows of a part, but for the last one. Default 16384. */
  readonly blockRows?: number;
}

/** How far a table is read, in rows. */
export interface BlockProgress {
  /** Rows before this part. */
  readonly before: number;
  /** All rows. */
  readonly rows: number;
  /** Sentences that a user should see: the same in each part. */
  readonly notes: readonly string[];
}

/**
 * Takes a part of a table; messages name its rows as they are numbered in the source. The next is read when it is done.
 */
export type TakeBlock = (block: Table, progress: BlockProgress) => Promise<void>;

/** What was read in parts. */
export interface ReadBlocks {
  readonly rows: number;
  readonly notes: readonly string[];
}

/** Reads a relation whose columns are known in parts. */
export async function inBlocks(
  database: Database,
  source: string,
  {
    rows,
    columns,
    sql,
    notes,
  }: {
    readonly rows: number;
    readonly columns: readonly SourceColumn[];
    readonly sql: string;
    readonly notes: readonly string[];
  },
  blockRows: number | undefined = 16_384,
  take: TakeBlock,
): Promise<ReadBlocks> {
  if (!Number.isInteger(blockRows) || blockRows < 1)
    throw invalidOption('blockRows', 'a whole number of at least 1', blockRows);
  await readBlocks(database, sql, columns, { rows, blockRows }, async (block, before) => {
    const count = Math.min(blockRows, rows - before);
    const sourceRows = Int32Array.from({ length: count }, (_, row) => before + row);
    await take(createTable(block, { source, sourceRows }), { before, rows, notes });
  });
  return { rows, notes };
}
