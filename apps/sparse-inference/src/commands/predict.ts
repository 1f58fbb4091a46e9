import { option, printable, ReluctantError, sentence } from '@reluctant/errors';
import { classNames, rawColumns } from '@reluctant/preprocessing';
import { type ReadBlocks, readQueryInBlocks, readTableInBlocks, type TakeBlock } from '@reluctant/tables';
import { openRowModel } from '../inference/open-row-model.js';
import { PredictionsFile } from '../inference/predictions-file.js';
import type { RowModel } from '../inference/row-answers.js';
import { shortPath, type Voice, type VoiceFlags, voiceOf } from '../output/say.js';
import { AnswerTotals } from '../report/answer-totals.js';
import { rowProgress } from '../report/row-progress.js';

/** Flags of `predict`, as texts. */
export interface PredictFlags extends VoiceFlags {
  readonly data?: string;
  readonly query?: string;
  readonly out?: string;
}

/**
 * `reluctant-sparse predict`: writes label and probabilities, or the value, of each row of a table as CSV, in the order
 * of the rows. The table is read in parts, so that it may be of any size.
 *
 * @returns the exit code
 */
export async function predictCommand(path: string, flags: PredictFlags): Promise<number> {
  const voice = voiceOf(flags);
  const { out = 'predictions.csv' } = flags;
  const model = await openRowModel(path);
  try {
    requireRows(flags, model);
    const { rows, predicted } = await predictInto(out === '-' ? undefined : out, model, flags, voice);
    if (out !== '-') voice.tell(`${rows} rows predicted, written to ${shortPath(out)}`);
    voice.json({ rows, out: out === '-' ? null : out, predicted });
    return 0;
  } finally {
    await model.close();
  }
}

async function predictInto(
  out: string | undefined,
  model: RowModel,
  flags: PredictFlags,
  voice: Voice,
): Promise<{ readonly rows: number; readonly predicted: unknown }> {
  const { target } = model;
  const classes = target.task === 'classification' ? classNames(target) : undefined;
  const totals = new AnswerTotals(classes);
  const file = new PredictionsFile(out, classes);
  const progress = rowProgress();
  try {
    const { rows } = await readRows(flags, model, async (block, { before, rows: all, notes }) => {
      if (before === 0) for (const note of notes) voice.note(note);
      const answers = await model.answer(block);
      file.append(answers);
      totals.add(answers);
      const said = progress(before + block.rows, all);
      if (said !== undefined) voice.note(said);
    });
    file.finish();
    return { rows, predicted: totals.result() };
  } catch (error) {
    file.abandon();
    throw error;
  }
}

function columnsOf({ preprocessor }: RowModel): readonly string[] {
  return rawColumns(preprocessor).map(({ name }) => name);
}

function requireRows({ data, query }: PredictFlags, model: RowModel): void {
  if ((data === undefined) !== (query === undefined)) return;
  const said = sentence`predict needs ${option('data')} or ${option('query')}, one of them; the model reads the columns ${printable(columnsOf(model).join(', '), 500)}`;
  throw new ReluctantError('invalid-option', said, { path: ['data'] });
}

/** Reads the columns that the model takes, of the kinds that it was fitted on, in parts. */
function readRows({ data = '', query }: PredictFlags, model: RowModel, take: TakeBlock): Promise<ReadBlocks> {
  const columns = columnsOf(model);
  if (query !== undefined) return readQueryInBlocks(query, { columns }, take);
  const kinds = Object.fromEntries(rawColumns(model.preprocessor).map(({ name, kind }) => [name, kind]));
  const files = data.split(',').map((file) => file.trim());
  return readTableInBlocks(files, { columns, kinds }, take);
}
