import { describe, ReluctantError } from '@reluctant/errors';
import { readTableDivision } from '../directory/table-config.js';
import type { TableTraining } from '../directory/table-training.js';
import { type PreparedTable, prepareTable } from '../table/prepared-table.js';
import { type TrainingTable, trainingTable } from '../table/training-table.js';

/**
 * Reads the table of a training again and divides it in the same way.
 *
 * @throws ReluctantError in one sentence that offers `--data`, when the table is gone or has changed
 */
export async function preparedAgain(directory: string, { data }: Pick<TableTraining, 'data'>): Promise<PreparedTable> {
  const { fingerprint, holdout, test_size, data_seed, ...choices } = readTableDivision(directory);
  const { table, ...read } = await sourceOf(data);
  if (read.fingerprint !== fingerprint) {
    const message = `${data.source} has changed since the training, so its test rows are not known: give rows by --data`;
    throw new ReluctantError('invalid-argument', message);
  }
  return prepareTable(table, choices, { holdout, testSize: test_size, seed: data_seed });
}

async function sourceOf({ source, is_query }: TableTraining['data']): Promise<TrainingTable> {
  try {
    return await (is_query ? trainingTable(undefined, source) : trainingTable(source, undefined));
  } catch (error) {
    const message = `the table of the training cannot be read, so give rows by --data: ${describe(error)}`;
    throw new ReluctantError('invalid-argument', message, { cause: error });
  }
}
