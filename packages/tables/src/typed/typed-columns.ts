import { printable, ReluctantError } from '@reluctant/errors';
import { identifier } from '../duckdb/sql.js';
import type { Cell, Database } from '../duckdb/with-database.js';
import type { SourceColumn } from './read-columns.js';
import { exceedsDouble, readLargeNumbers } from './whole-numbers.js';

/** A column of a relation and its type, as DuckDB writes it: `DECIMAL(9,2)`. */
export interface TypedColumn {
  readonly name: string;
  readonly type: string;
}

const numbers = /^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT|UINTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const largeNumbers = /^(BIGINT|UBIGINT|HUGEINT|UHUGEINT)$/;
const texts = /^(VARCHAR|UUID|ENUM\(.*\))$/;
const dates = /^(DATE|TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS|TIMESTAMP WITH TIME ZONE)$/;

/** The columns of a relation, by `DESCRIBE`. */
export async function describeColumns(database: Database, relation: string): Promise<readonly TypedColumn[]> {
  const rows = await database.rows(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`);
  return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
}

/**
 * How the typed columns of a Parquet file, a JSON file or a query are read, and the number of rows.
 *
 * Values of a JSON file that are numbers here and texts there become texts.
 *
 * @throws ReluctantError (`unsupported`) naming a column of lists, structs or another type that no model takes
 */
export async function typedColumns(
  database: Database,
  relation: string,
  columns: readonly TypedColumn[],
  source: string,
): Promise<{ readonly rows: number; readonly columns: readonly SourceColumn[]; readonly notes: readonly string[] }> {
  const counted = columns.flatMap(({ name, type }, at) => {
    const column = identifier(name);
    if (largeNumbers.test(type)) return [`${exceedsDouble(`${column}::DOUBLE`)} AS large${at}`];
    if (type !== 'JSON') return [];
    return [`coalesce(bool_or(json_type(${column}) IN ('ARRAY', 'OBJECT')), false) AS nested${at}`];
  });
  const [found = {}] = await database.rows(`SELECT ${['count(*) AS rows', ...counted].join(', ')} FROM ${relation}`);
  const notes: string[] = [];
  const read: SourceColumn[] = [];
  for (const [at, column] of columns.entries()) {
    const { name, type } = column;
    if (type === 'JSON' && found[`nested${at}`] === false) {
      notes.push(`column '${printable(name)}' is read as texts: its values are of several types`);
    }
    read.push(await sourceColumn(database, relation, { column, source, found, at }));
  }
  return { rows: Number(found.rows), columns: read, notes };
}

async function sourceColumn(
  database: Database,
  relation: string,
  given: {
    readonly column: TypedColumn;
    readonly source: string;
    readonly found: Readonly<Record<string, Cell>>;
    readonly at: number;
  },
): Promise<SourceColumn> {
  const { column, source, found, at } = given;
  const { name, type } = column;
  const value = identifier(name);
  const double = `${value}::DOUBLE`;
  if (type === 'BOOLEAN') return { name, kind: 'boolean', value };
  if (numbers.test(type)) return { name, kind: 'number', value: double };
  if (texts.test(type)) return { name, kind: 'text', value: `${value}::VARCHAR` };
  if (type === 'JSON' && found[`nested${at}`] === false) return { name, kind: 'text', value: `${value} ->> '$'` };
  if (dates.test(type)) {
    // Times without a zone are in UTC. As TIMESTAMP they are read without the calendar of ICU, which takes several
    // times as long.
    const time = type === 'TIMESTAMP WITH TIME ZONE' ? value : `${value}::TIMESTAMP`;
    return { name, kind: 'date', value: `CASE WHEN isfinite(${value}) THEN epoch_ms(${time})::DOUBLE END` };
  }
  if (largeNumbers.test(type)) {
    if (found[`large${at}`] === false) return { name, kind: 'number', value: double };
    const integer = `try_cast(${value} AS BIGINT)`;
    return { name, ...(await readLargeNumbers(database, relation, { double, integer, text: `${value}::VARCHAR` })) };
  }
  const what = /\[|^STRUCT|^MAP|^UNION|^JSON/.test(type) ? 'lists or structs' : `values of the type ${printable(type)}`;
  const said = `column '${printable(name)}' holds ${what}, which no model takes: leave it out`;
  throw new ReluctantError('unsupported', `${printable(source)}: ${said}`, { path: [source, name], received: type });
}
