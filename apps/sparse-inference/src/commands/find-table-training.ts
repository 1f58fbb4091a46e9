import { describe, printable, ReluctantError } from '@reluctant/errors';
import * as z from 'zod';
import { fileIn } from '../directory/files.js';
import { readJson } from '../directory/read-json.js';
import { isOfTable, type TableTrainingConfig } from '../directory/table-config.js';
import { holdsTraining, readTableTraining, type StoredTableTraining } from '../directory/table-training-file.js';
import { fileChecksum } from '../directory/training-file.js';
import { shortPath } from '../output/say.js';

/**
 * Looks for the training of a configuration in a directory and checks every file by its checksum.
 *
 * @returns undefined if there is nothing, or the files of a training that was interrupted
 * @throws ReluctantError when the directory holds another model (usage), or files too damaged to tell (failure)
 */
export function findTableTraining(out: string, config: TableTrainingConfig): StoredTableTraining | undefined {
  if (!holdsTraining(out)) return undefined;
  const path = fileIn(out, 'config');
  const there = readConfig(out, path);
  if (!isOfTable(there)) refuse(out, 'it did not learn from a table');
  const difference = firstDifference(there, config);
  if (difference !== undefined) refuse(out, difference);
  return fileChecksum(out, 'training') === undefined ? undefined : readTableTraining(out);
}

function readConfig(out: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return readJson(path, z.record(z.string(), z.unknown()), 'it tells what the model learned from');
  } catch (error) {
    const message = `${shortPath(out)} holds a model of unknown settings, as ${describe(error)}: choose another directory with --out, or remove this one`;
    throw new ReluctantError('invalid-file', message, { cause: error });
  }
}

/** The first setting in which two configurations differ. */
function firstDifference(there: Readonly<Record<string, unknown>>, here: TableTrainingConfig): string | undefined {
  for (const [name, value] of Object.entries(here)) {
    const [stored, own] = [there[name], value].map((each) => JSON.stringify(each) ?? 'absent');
    if (stored === own) continue;
    if (name === 'fingerprint') return 'it learned from a table of other content';
    return `${name} is ${printable(stored ?? 'absent')} there, ${own} here`;
  }
  return undefined;
}

function refuse(out: string, why: string): never {
  throw new ReluctantError(
    'invalid-option',
    `${shortPath(out)} holds another model (${why}): choose another directory with --out`,
  );
}
