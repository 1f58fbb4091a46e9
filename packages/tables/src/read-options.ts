import type { ColumnKind } from '@reluctant/preprocessing';
import * as z from 'zod';
import type { FileFormat } from './source/file-format.js';

/** Options of `readTable` and `readQuery`. */
export interface ReadOptions {
  /** The columns to read. Default: all. */
  readonly columns?: readonly string[];
  /** Columns not to read. */
  readonly drop?: readonly string[];
  /** How much memory DuckDB may take, beside the table itself, before it uses the disk: `500MB`. Default `1GB`. */
  readonly memoryLimit?: string;
}

/** Options of `readTable`. */
export interface ReadTableOptions extends ReadOptions {
  /** Default: told by the ending of the file's name. */
  readonly format?: FileFormat;
  /** Of CSV files, one character. Default: found by the first lines, tab for `.tsv`. */
  readonly delimiter?: string;
  /** True says that the first line of a CSV file is a header although it looks like values. */
  readonly header?: true;
  /** Texts in CSV files that stand for a missing value, beside the empty one. Default: {@link missingMarkers}. */
  readonly missing?: readonly string[];
  /** Kinds of the columns of CSV files, by name, such as those a model was fitted on. Default: found over all rows. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
}

/**
 * Texts that stand for a missing value in CSV files, as pandas 1 has them. `None` is not among them: it is a category
 * in many files.
 */
export const missingMarkers: readonly string[] = [
  ...['NA', 'N/A', 'n/a', '<NA>', '#N/A', '#N/A N/A', '#NA', 'NaN', '-NaN', 'nan', '-nan', 'NULL', 'null'],
];

const readShape = {
  columns: z.array(z.string()).optional(),
  drop: z.array(z.string()).default([]),
  memoryLimit: z
    .string()
    .regex(/^\d+(\.\d+)? ?[KMGT]i?B$/i, 'must be a size such as 1GB')
    .default('1GB'),
};

/** Schema of {@link ReadOptions}. */
export const readOptionsSchema = z.strictObject(readShape);

/** Schema of {@link ReadTableOptions}. */
export const readTableOptionsSchema = z.strictObject({
  ...readShape,
  format: z.enum(['csv', 'parquet', 'json']).optional(),
  delimiter: z
    .string()
    .regex(/^[^\r\n"]$/, 'must be one character, and neither a quote nor an end of line')
    .optional(),
  header: z.literal(true).optional(),
  missing: z.array(z.string()).default([...missingMarkers]),
  kinds: z.record(z.string(), z.enum(['number', 'integer', 'boolean', 'text', 'date'])).default({}),
});
