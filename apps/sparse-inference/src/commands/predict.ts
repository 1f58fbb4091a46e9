import { describe, option, printable, ReluctantError, sentence } from '@reluctant/errors';
import { decodeCheckpoint } from '@reluctant/model';
import { rawColumns } from '@reluctant/preprocessing';
import { readBytes } from '@reluctant/runner';
import { readQuery, readTable } from '@reluctant/tables';
import { PredictionsFile } from '../directory/predictions-file.js';
import { predictRows, type TableModel, tableModel } from '../inference/predict-rows.js';
import { shortPath, type VoiceFlags, voiceOf } from '../report/say.js';

/** Flags of `predict`, as texts. */
export interface PredictFlags extends VoiceFlags {
  readonly data?: string;
  readonly query?: string;
  readonly out?: string;
}

/**
 * `reluctant-sparse predict`: writes label and probabilities of each row of a table as CSV, in the order of the rows.
 *
 * @returns the exit code
 */
export async function predictCommand(path: string, flags: PredictFlags): Promise<number> {
  const voice = voiceOf(flags);
  const { out = 'predictions.csv' } = flags;
  const model = readModel(path);
  const { table, notes } = await readRows(flags, model);
  for (const note of notes) voice.note(note);
  const file = new PredictionsFile(out === '-' ? undefined : out, model.classes);
  let done = 0;
  const counts = new Array<number>(model.classes.length).fill(0);
  try {
    for await (const { labels, probabilities } of predictRows(model, table)) {
      file.append(labels, probabilities);
      for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
      done += labels.length;
      if (done < table.rows) voice.note(`${done} of ${table.rows} rows`);
    }
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
  const predicted = Object.fromEntries(model.classes.map((name, at) => [name, counts[at] ?? 0]));
  if (out !== '-') voice.tell(`${table.rows} rows predicted, written to ${shortPath(out)}`);
  voice.json({ rows: table.rows, out: out === '-' ? null : out, predicted });
  return 0;
}

function readModel(path: string): TableModel {
  const bytes = readBytes(path);
  if (bytes === undefined) throw new ReluctantError('invalid-argument', `${path} does not exist`);
  try {
    return tableModel(decodeCheckpoint(bytes));
  } catch (error) {
    if (ReluctantError.isInstance(error) && error.code === 'wrong-state') {
      throw new ReluctantError('invalid-argument', `${path} ${error.message}`, { cause: error });
    }
    throw new ReluctantError('invalid-file', `${path} is no checkpoint: ${describe(error)}`, { cause: error });
  }
}

/** Reads the columns that the model takes, of the kinds that it was fitted on. */
function readRows({ data, query }: PredictFlags, { preprocessor }: TableModel): ReturnType<typeof readTable> {
  const columns = rawColumns(preprocessor);
  const names = columns.map(({ name }) => name);
  if (query !== undefined && data === undefined) return readQuery(query, { columns: names });
  if (data === undefined || query !== undefined) {
    const said = sentence`predict needs ${option('data')} or ${option('query')}, one of them; the model reads the columns ${printable(names.join(', '), 500)}`;
    throw new ReluctantError('invalid-option', said, { path: ['data'] });
  }
  const kinds = Object.fromEntries(columns.map(({ name, kind }) => [name, kind]));
  return readTable(
    data.split(',').map((file) => file.trim()),
    { columns: names, kinds },
  );
}
