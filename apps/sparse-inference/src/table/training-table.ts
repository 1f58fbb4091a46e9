import { option, ReluctantError, sentence } from '@reluctant/errors';
import { type ReadTable, readQuery, readTable } from '@reluctant/tables';

/** A table as it was read, with the text that names its source. */
export interface TrainingTable extends ReadTable {
  readonly source: string;
}

/**
 * Reads the table of a training.
 *
 * @param data - files between commas
 * @throws ReluctantError when neither or no readable table is given
 */
export async function trainingTable(data: string | undefined, query: string | undefined): Promise<TrainingTable> {
  if (query !== undefined) return { ...(await readQuery(query)), source: query };
  if (data === undefined) {
    throw new ReluctantError('invalid-option', sentence`a table needs ${option('data')} or ${option('query')}`, {
      path: ['data'],
    });
  }
  const files = data.split(',').map((file) => file.trim());
  return { ...(await readTable(files)), source: files.join(', ') };
}
