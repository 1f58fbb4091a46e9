import { readFonts, refuseFile } from '@reluctant/command-line';
import { ReluctantError } from '@reluctant/errors';
import { DivergedError } from '@reluctant/trainer';
import { inDirectory } from '../directory/files.js';
import type { TableTraining } from '../directory/table-training.js';
import { readTableFlags } from '../flags/read-table-flags.js';
import { drawingOf } from '../output/drawing.js';
import { shortPath, type Voice } from '../output/say.js';
import { tableTrainingText } from '../report/table-training-text.js';
import { findTableTraining } from './find-table-training.js';
import { type LearnedTable, learnTable } from './learn-table.js';
import { type ResolvedTable, resolveTable } from './resolve-table.js';
import { writeTableModel } from './write-table-model.js';

/** Flags of `train`, as texts. */
interface TableFlags extends Readonly<Record<string, unknown>> {
  readonly out: string;
  readonly font?: readonly string[];
}

/** `reluctant-sparse train --data`: trains one model of a table and writes it with its graph and its card. */
export async function trainTableCommand(flags: TableFlags, voice: Voice): Promise<number> {
  const training = await trainTable(flags, voice);
  voice.tell(tableTrainingText(training, flags.out));
  voice.json(training);
  return 0;
}

/** Trains, or returns the stored result if the directory already holds the same training, undamaged. */
export async function trainTable(flags: TableFlags, voice: Voice): Promise<TableTraining> {
  const { out } = flags;
  const fonts = await readFonts(flags.font);
  const settings = readTableFlags(flags);
  refuseFile(out);
  const resolved = await resolveTable(settings);
  for (const sentence of resolved.table.notes) voice.note(sentence);
  const whole = (): TableTraining | undefined => {
    const found = findTableTraining(out, resolved.config);
    if (found?.kind === 'whole') {
      voice.note(`${shortPath(out)} already holds this training: nothing to do`);
      return found.training;
    }
    if (found !== undefined) voice.note(`${shortPath(found.path)} is damaged or missing: training again`);
    return undefined;
  };
  // A finished training is only read, so it needs no lock.
  const before = whole();
  if (before !== undefined) return before;
  return inDirectory(out, async (lock) => {
    const meanwhile = findTableTraining(out, resolved.config);
    if (meanwhile?.kind === 'whole') return meanwhile.training;
    const began = performance.now();
    const learned = await learn(resolved, voice);
    lock.check();
    const seconds = (performance.now() - began) / 1000;
    return writeTableModel(out, resolved, learned, { seconds, drawing: drawingOf(fonts, voice) });
  });
}

async function learn({ lesson }: ResolvedTable, voice: Voice): Promise<LearnedTable> {
  try {
    return await learnTable(lesson, voice.note);
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    throw new ReluctantError('trainer/diverged', `${error.message}: try a lower --lr`, { cause: error });
  }
}
