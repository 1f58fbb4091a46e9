import { option, ReluctantError, sentence } from '@reluctant/errors';
import { takeTableRows } from '@reluctant/preprocessing';
import { readBytes } from '@reluctant/runner';
import { tableOfFile } from '../inference/graph-model.js';
import { tableFeeds } from '../inference/table-feeds.js';
import { modelRows } from './model-rows.js';
import type { SessionFeeds } from './session-feeds.js';

/** Most rows of a table that calls are made of. */
const mostRows = 4096;

/**
 * The first rows of a table as calls of a model of a table, some rows at a time; they are repeated where there are
 * fewer.
 *
 * @param path - of the model
 * @param data - files of the table, separated by commas
 * @throws ReluctantError when the model is not one of a table (usage), or the table lacks a column or holds another
 * type, which it names
 */
export async function tableCalls(path: string, data: string, rowsOfCall: number): Promise<readonly SessionFeeds[]> {
  const bytes = readBytes(path);
  const learned = bytes && tableOfFile(bytes);
  if (learned === undefined) {
    const said = sentence`${option('data')} is for a model of a table, which ${path} is not: give rows by ${option('inputs')}`;
    throw new ReluctantError('invalid-option', said, { path: ['data'] });
  }
  const { preprocessor } = learned;
  const table = await modelRows(preprocessor, data);
  const calls = Math.max(1, Math.floor(Math.min(mostRows, table.rows) / rowsOfCall));
  return Array.from({ length: calls }, (_, call) => {
    const rows = Array.from({ length: rowsOfCall }, (_, row) => (call * rowsOfCall + row) % table.rows);
    return tableFeeds(preprocessor, takeTableRows(table, rows));
  });
}
