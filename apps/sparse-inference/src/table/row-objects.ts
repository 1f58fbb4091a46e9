import { type Column, missingInteger, type Table } from '@reluctant/preprocessing';

/** A row as a session takes it: a field for each raw column; null is missing. */
export type PlainRow = Readonly<Record<string, number | bigint | boolean | string | Date | null>>;

/** The first rows of a table as plain objects. */
export function rowObjects(table: Table, columns: ReadonlySet<string>, count: number): readonly PlainRow[] {
  const used = table.columns.filter(({ name }) => columns.has(name));
  return Array.from({ length: Math.min(count, table.rows) }, (_, row) =>
    Object.fromEntries(used.map((column) => [column.name, fieldOf(column, row)])),
  );
}

function fieldOf(column: Column, row: number): PlainRow[string] {
  switch (column.kind) {
    case 'text':
      return column.categories[column.codes[row] ?? -1] ?? null;
    case 'boolean':
      return column.values[row] === -1 ? null : column.values[row] === 1;
    case 'integer':
      return column.values[row] === missingInteger ? null : (column.values[row] ?? null);
    default: {
      const value = column.values[row] ?? Number.NaN;
      if (Number.isNaN(value)) return null;
      return column.kind === 'date' ? new Date(value) : value;
    }
  }
}
