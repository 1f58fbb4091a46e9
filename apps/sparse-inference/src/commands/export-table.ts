import { statSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { type Checkpoint, decodeCheckpoint } from '@reluctant/model';
import { exportTableOnnx } from '@reluctant/onnx';
import { readBytes, writeWhole } from '@reluctant/runner';
import { fileIn } from '../directory/files.js';
import { readChoice, readCount } from '../flags/read-flags.js';
import { learnedFrom } from '../inference/checkpoint-model.js';

/** Flags of the export of a model of a table, as texts. */
export interface TableExportFlags {
  readonly graph?: string;
  readonly batch?: string;
  readonly opset?: string;
  readonly inference?: string;
  readonly out?: string;
}

/**
 * Writes the model of a checkpoint that learned from a table as an ONNX file that takes raw rows.
 *
 * @param source - a checkpoint, or a directory of this program that holds one
 * @returns the path written: `--out`, else `model.onnx` in a directory, or beside a checkpoint under its name.
 *   Undefined if `source` is a directory whose model did not learn from a table
 * @throws ReluctantError when a checkpoint did not learn from a table (usage), or is absent or damaged
 */
export function exportTable(source: string, flags: TableExportFlags): string | undefined {
  const isDirectory = statSync(source, { throwIfNoEntry: false })?.isDirectory() === true;
  const path = isDirectory ? fileIn(source, 'checkpoint') : source;
  const bytes = readBytes(path);
  if (bytes === undefined) {
    if (isDirectory || !path.endsWith('.safetensors')) return undefined;
    throw new ReluctantError('invalid-argument', `${path} does not exist`);
  }
  // A directory knows the checksum of its checkpoint, and says what to do about a damaged one.
  const checkpoint = isDirectory ? decodedOrNone(bytes) : checkpointOf(path, bytes);
  if (checkpoint === undefined || (isDirectory && checkpoint.metadata.preprocessor === undefined)) return undefined;
  const { graph, batch, opset, inference } = readFlags(flags);
  const options = { graph, batch, opset, inference, ...learnedOf(path, checkpoint) };
  const out = flags.out ?? (isDirectory ? fileIn(source, 'dense') : `${path.replace(/\.safetensors$/, '')}.onnx`);
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new ReluctantError('invalid-option', `--out must be a file, but ${out} is a directory`, { path: ['out'] });
  writeWhole(
    out,
    inWords(() => exportTableOnnx(checkpoint, options)),
  );
  return out;
}

function readFlags({ graph = 'dense', batch = 'dynamic', opset = '17', inference = 'expected' }: TableExportFlags) {
  const rows = readChoice('batch', batch, ['dynamic', '1']);
  return {
    graph: readChoice('graph', graph, ['dense', 'sparse']),
    batch: rows === '1' ? (1 as const) : rows,
    opset: readCount('opset', opset, 13, 22),
    inference: readChoice('inference', inference, ['sample', 'expected']),
  };
}

function decodedOrNone(bytes: Uint8Array): Checkpoint | undefined {
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    if (ReluctantError.isInstance(error)) return undefined;
    throw error;
  }
}

function checkpointOf(path: string, bytes: Uint8Array): Checkpoint {
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    throw new ReluctantError('invalid-file', `${path} is no checkpoint: ${describe(error)}`, { cause: error });
  }
}

function learnedOf(path: string, checkpoint: Checkpoint): ReturnType<typeof learnedFrom> {
  try {
    return learnedFrom(checkpoint);
  } catch (error) {
    const isOther = ReluctantError.isInstance(error) && error.code === 'wrong-state';
    throw new ReluctantError(isOther ? 'invalid-argument' : 'invalid-file', `${path} ${describe(error)}`, {
      cause: error,
    });
  }
}

/** A graph that the model does not support is an invalid option. */
function inWords(write: () => Uint8Array): Uint8Array {
  try {
    return write();
  } catch (error) {
    if (!ReluctantError.isInstance(error)) throw error;
    throw new ReluctantError('invalid-option', `--graph: ${error.message}`, { cause: error });
  }
}
