import { statSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { decodeCheckpoint } from '@reluctant/model';
import { readBytes } from '@reluctant/runner';
import { fileIn } from '../directory/files.js';
import { checkpointModel } from './checkpoint-model.js';
import { graphModel } from './graph-model.js';
import type { RowModel } from './row-answers.js';

/**
 * Opens a checkpoint, a directory that holds one, or an exported file (`.onnx`) of a model that learned from a table.
 *
 * @throws ReluctantError naming the file that is absent, damaged, or no model of a table
 */
export async function openRowModel(source: string): Promise<RowModel> {
  const isDirectory = statSync(source, { throwIfNoEntry: false })?.isDirectory() === true;
  const path = isDirectory ? fileIn(source, 'checkpoint') : source;
  const bytes = readBytes(path);
  if (bytes === undefined) throw new ReluctantError('invalid-argument', `${path} does not exist`);
  const isGraph = path.toLowerCase().endsWith('.onnx');
  try {
    return isGraph ? await graphModel(path, bytes) : checkpointModel(decodeCheckpoint(bytes));
  } catch (error) {
    if (ReluctantError.isInstance(error) && error.code === 'wrong-state') {
      throw new ReluctantError('invalid-argument', `${path} ${error.message}`, { cause: error });
    }
    const what = isGraph ? 'no model that can be read' : 'no checkpoint';
    throw new ReluctantError('invalid-file', `${path} is ${what}: ${describe(error)}`, { cause: error });
  }
}
