import { printable, ReluctantError } from '@reluctant/errors';
import { fileList, literal, literals } from '../duckdb/sql.js';
import { type CsvDialect, readDialect } from './csv-dialect.js';

/** CSV files as a table of texts in SQL. */
export interface CsvRelation {
  readonly names: readonly string[];
  /** `read_csv(…)` whose columns are texts named c0, c1, …; markers of missing values are NULL. */
  readonly sql: string;
}

/**
 * Files of one header as a relation that leaves nothing to DuckDB's sniffer: dialect and columns are explicit, all
 * columns are texts, and a row with another number of fields is an error.
 *
 * @param missing - texts that stand for a missing value, beside the empty one
 * @throws ReluctantError (`invalid-file`) as `readDialect` does, and for a file whose header or delimiter differs from
 * the first
 */
export async function csvRelation(
  files: readonly string[],
  delimiter: string | undefined,
  missing: readonly string[],
): Promise<CsvRelation> {
  const [first = '', ...others] = files;
  const dialect = await readDialect(first, delimiter);
  for (const file of others) checkSame(first, dialect, file, await readDialect(file, delimiter));
  const columns = dialect.names.map((_, index) => `c${index}: 'VARCHAR'`).join(', ');
  const sql = `read_csv(${fileList(files)}, auto_detect = false, header = true, strict_mode = true,
    delim = ${literal(dialect.delimiter)}, quote = '"', escape = '"', nullstr = ${literals(['', ...missing])},
    columns = {${columns}})`;
  return { names: dialect.names, sql };
}

function checkSame(first: string, dialect: CsvDialect, file: string, other: CsvDialect): void {
  const differing = Array.from(
    { length: Math.max(dialect.names.length, other.names.length) },
    (_, index) => index,
  ).find((index) => dialect.names[index] !== other.names[index]);
  if (differing === undefined && dialect.delimiter === other.delimiter) return;
  const said =
    differing === undefined
      ? `the delimiter differs from that of ${printable(first)}`
      : `column ${differing + 1} is ${shown(other.names[differing])}, and ${shown(dialect.names[differing])} in ${printable(first)}`;
  throw new ReluctantError('invalid-file', `${printable(file)}: ${said}`, { path: [file] });
}

function shown(name: string | undefined): string {
  return name === undefined ? 'absent' : `'${printable(name)}'`;
}
