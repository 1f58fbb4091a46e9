import { invalidArgument, optionCheck, printable, ReluctantError } from '@reluctant/errors';
import { type Column, type ColumnKind, columnRows } from './column.js';
import { columnFromValues, dateLimit } from './column-from-values.js';
import { type Table, type TableOrigin, tableError } from './table.js';

/** Options of {@link createTable}. */
export interface TableOptions {
  /** Where the rows come from, for messages: `birds.csv`. */
  readonly source?: string;
  /** For each row its index in the source, where the rows are some of a larger table; for messages. */
  readonly sourceRows?: Int32Array;
  /** The kinds of columns, by name. Default: what the first present value of each is. */
  readonly kinds?: Readonly<Record<string, ColumnKind>>;
}

/**
 * Values by column: JavaScript values, a `Float64Array` of numbers, or a {@link Column} of any kind (its name is
 * replaced).
 */
export type ColumnValues = readonly unknown[] | Float64Array | Column;

const checkOptions = optionCheck<TableOptions>('createTable', { source: true, sourceRows: true, kinds: true });

/**
 * A table from columns: `createTable({ age: [31, null], city: ['Oslo', 'Lima'] })`.
 *
 * Null, undefined, NaN and '' are missing. Memory of typed arrays is shared, not copied. Names that look like whole
 * numbers (`2019`) lose their place in a JavaScript object: give such columns as entries, `[['2019', […]], …]`, or as
 * {@link Column}s.
 *
 * @throws ReluctantError naming the column, and the row of a value of another kind than the rest
 */
export function createTable(
  columns: Readonly<Record<string, ColumnValues>> | Iterable<readonly [name: string, values: ColumnValues] | Column>,
  options: TableOptions = {},
): Table {
  checkOptions(options);
  const { source, sourceRows, kinds = {} } = options;
  const from = { ...(source !== undefined && { source }), ...(sourceRows !== undefined && { sourceRows }) };
  const entries = Symbol.iterator in columns ? [...columns] : Object.entries(columns);
  const made = entries.map((entry): Column => {
    if ('kind' in entry) return checked(from, entry);
    const [name, values] = entry;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (values instanceof Float64Array) return checked(from, { kind: 'number', name, values });
    if (Array.isArray(values)) return checked(from, columnFromValues(from, name, values, kind));
    return checked(from, { ...(values as Column), name });
  });
  return { ...from, rows: made[0] === undefined ? 0 : columnRows(made[0]), columns: distinct(made) };
}

function distinct(columns: readonly Column[]): readonly Column[] {
  const seen = new Set<string>();
  const rows = columns[0] === undefined ? 0 : columnRows(columns[0]);
  for (const column of columns) {
    if (column.name === '') throw invalidArgument('columns', 'named', column.name);
    if (seen.has(column.name)) {
      const said = `two columns have the name '${printable(column.name)}'`;
      throw new ReluctantError('invalid-argument', said, { path: ['columns'], received: column.name });
    }
    seen.add(column.name);
    if (columnRows(column) !== rows) {
      const said = `column '${printable(column.name)}' must have ${rows} rows like the first, got ${columnRows(column)}`;
      throw new ReluctantError('invalid-argument', said, { path: ['columns', column.name] });
    }
  }
  return columns;
}

/** Checks what the types of TypeScript do not say. */
function checked(table: TableOrigin, column: Column): Column {
  const { name } = column;
  if (column.kind === 'date') {
    const bad = column.values.findIndex((value) => !Number.isNaN(value) && !isDate(value));
    if (bad >= 0) {
      const said = `expected whole milliseconds since 1970 within ±${dateLimit}, got ${column.values[bad]}`;
      throw tableError(table, { row: bad, column: name }, said);
    }
  }
  if (column.kind === 'boolean') {
    const bad = column.values.findIndex((value) => value < -1 || value > 1);
    if (bad >= 0) throw tableError(table, { row: bad, column: name }, `expected 0, 1 or -1, got ${column.values[bad]}`);
  }
  if (column.kind === 'text') {
    const { categories, codes } = column;
    if (categories.includes('') || new Set(categories).size < categories.length) {
      throw invalidArgument(['columns', name, 'categories'], 'distinct texts, none empty', categories);
    }
    const bad = codes.findIndex((code) => code < -1 || code >= categories.length);
    if (bad >= 0) {
      const said = `expected a code from -1 to ${categories.length - 1}, got ${codes[bad]}`;
      throw tableError(table, { row: bad, column: name }, said);
    }
  }
  return column;
}

function isDate(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= dateLimit;
}
