import { existsSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { type StudyConfig, studyDifference } from '@reluctant/study';
import { fileIn } from '../directory/files.js';
import { readStoredConfig } from '../directory/stored-config.js';
import { checksum, damagedFile, fileChecksum, readTraining, type TrainingFile } from '../directory/training-file.js';
import { trainingFlags } from '../flags/training-flags.js';
import { shortPath } from '../output/say.js';

/** What a directory holds of a training with a given configuration. */
export type FoundTraining =
  /** Nothing, or the files of a training that was interrupted. */
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly training: TrainingFile }
  /** This training, but the file at this path is not as it was written. */
  | { readonly kind: 'damaged'; readonly path: string };

/**
 * Looks for the training of a configuration in a directory and checks every file by its checksum.
 *
 * @throws ReluctantError when the directory holds another model (usage), or files too damaged to tell (failure)
 */
export function findTraining(out: string, config: StudyConfig): FoundTraining {
  const hasTraining = existsSync(fileIn(out, 'training'));
  if (!hasTraining && !existsSync(fileIn(out, 'config'))) return { kind: 'none' };
  const training = readIfWhole(out);
  // A damaged configuration may say anything; its checksum tells whether it was this one.
  const replaced = training !== undefined && fileChecksum(out, 'config') !== training.files.config;
  if (!replaced || training.files.config !== checksum(`${JSON.stringify(config, null, 2)}\n`)) refuseOther(out, config);
  if (!hasTraining) return { kind: 'none' };
  if (training === undefined) return { kind: 'damaged', path: fileIn(out, 'training') };
  const path = damagedFile(out, training);
  return path === undefined ? { kind: 'whole', training } : { kind: 'damaged', path };
}

function readIfWhole(out: string): TrainingFile | undefined {
  try {
    return readTraining(out);
  } catch {
    return undefined;
  }
}

function refuseOther(out: string, config: StudyConfig): void {
  const there = readConfig(out);
  const difference = studyDifference(there, config);
  if (difference === undefined) return;
  const flag = trainingFlags.find(({ setting }) => setting === difference.setting)?.flag ?? difference.setting;
  throw new ReluctantError(
    'invalid-option',
    `${shortPath(out)} holds another model (${flag} is ${difference.there} there, ${difference.here} here): choose another directory with --out`,
  );
}

function readConfig(out: string): StudyConfig {
  const path = fileIn(out, 'config');
  try {
    return readStoredConfig(path);
  } catch (error) {
    throw new ReluctantError(
      'invalid-file',
      `${shortPath(out)} holds a model of unknown settings, as ${describe(error)}: choose another directory with --out, or remove this one`,
      { cause: error },
    );
  }
}
