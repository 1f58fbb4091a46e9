import { invalidOption } from '@reluctant/errors';

/** How a file holds a table. `csv` is any text with a delimiter. */
export type FileFormat = 'csv' | 'parquet' | 'json';

const byEnding: readonly (readonly [ending: RegExp, format: FileFormat])[] = [
  [/\.(csv|tsv|tab|txt)(\.gz)?$/i, 'csv'],
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.(json|ndjson|jsonl)(\.gz)?$/i, 'json'],
];

/**
 * The format that a file's name tells.
 *
 * @throws ReluctantError (`invalid-option`) if it tells none
 */
export function formatOf(file: string): FileFormat {
  const found = byEnding.find(([ending]) => ending.test(file));
  if (found !== undefined) return found[1];
  throw invalidOption('format', 'csv, parquet or json for a file whose name does not end in one of them', file);
}
