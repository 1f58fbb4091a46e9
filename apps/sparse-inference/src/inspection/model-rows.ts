import { type Preprocessor, rawColumns, type Table } from '@reluctant/preprocessing';
import { readTable } from '@reluctant/tables';

/**
 * The rows of files as a model of a table takes them: its columns, of the kinds that it was fitted on.
 *
 * @param data - files, separated by commas
 * @throws ReluctantError naming the file, row and column that cannot be used
 */
export async function modelRows(preprocessor: Preprocessor, data: string): Promise<Table> {
  const columns = rawColumns(preprocessor);
  const files = data.split(',').map((file) => file.trim());
  const { table } = await readTable(files, {
    columns: columns.map(({ name }) => name),
    kinds: Object.fromEntries(columns.map(({ name, kind }) => [name, kind])),
  });
  return table;
}
