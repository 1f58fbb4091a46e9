import { existsSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';
import * as z from 'zod';
import { fileIn } from './files.js';
import { readJson } from './read-json.js';
import { isOfTable } from './table-config.js';
import type { TableTraining } from './table-training.js';
import { readTableTraining, writeTableTraining } from './table-training-file.js';
import { fileChecksum } from './training-file.js';

/**
 * Whether a directory holds a training on a table, finished or not, as its `training.json` or else its `config.json`
 * says.
 */
export function isTableDirectory(directory: string): boolean {
  const path = (['training', 'config'] as const)
    .map((file) => fileIn(directory, file))
    .find((file) => existsSync(file));
  if (path === undefined) return false;
  try {
    return isOfTable(readJson(path, z.unknown(), ''));
  } catch {
    // Whoever reads the directory says what is damaged.
    return false;
  }
}

/**
 * Reads what a directory says of its training on a table, and checks its files by their checksums.
 *
 * @param needs - `graph` if `model.onnx` must be whole, too
 * @throws ReluctantError in one sentence that says which command makes the missing or damaged file again
 */
export function loadTableTraining(directory: string, needs: 'checkpoint' | 'graph'): TableTraining {
  if (!existsSync(fileIn(directory, 'training'))) {
    const message = `${directory} holds an unfinished training: ${again}`;
    throw new ReluctantError('invalid-argument', message);
  }
  const found = readTableTraining(directory);
  if (found.kind === 'whole') return found.training;
  const { path, training } = found;
  const isGraph = path === fileIn(directory, 'dense');
  if (isGraph && training !== undefined && needs === 'checkpoint') return training;
  const how = isGraph ? `run reluctant-sparse export ${directory} again` : again;
  throw new ReluctantError('invalid-file', `${path} is missing or damaged, as its checksum differs: ${how}`);
}

/** Stores the checksum of a graph that was exported again, so that the directory is whole. */
export function acceptGraph(directory: string): void {
  const { files, ...training } = loadTableTraining(directory, 'checkpoint');
  const dense = fileChecksum(directory, 'dense');
  if (dense === undefined || dense === files.dense) return;
  writeTableTraining(directory, { ...training, files: { ...files, dense } });
}

const again = 'run the same reluctant-sparse train command again';
