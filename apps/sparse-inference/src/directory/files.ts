import { join } from 'node:path';
import { makeDirectory, removeDeadTemporaries } from '@reluctant/runner';

/** Files of a directory of this program, in the order in which they are written. */
export const fileNames = {
  config: 'config.json',
  checkpoint: 'model.safetensors',
  training: 'training.json',
  dense: 'model.onnx',
  sparse: 'model.sparse.onnx',
  verification: 'verify.json',
  bench: 'bench.json',
  report: 'report.md',
} as const;

/** Path of a file in a directory of this program. */
export function fileIn(directory: string, file: keyof typeof fileNames): string {
  return join(directory, fileNames[file]);
}

/**
 * Creates a directory of this program if it is missing, and removes temporary files of dead processes.
 *
 * @throws ReluctantError (failure) when it cannot be made
 */
export function openDirectory(directory: string): void {
  makeDirectory(directory);
  for (const folder of [directory, join(directory, 'plots')]) removeDeadTemporaries(folder);
}
