import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ReluctantError } from '@reluctant/errors';
import { makeDirectory, removeDeadTemporaries } from '@reluctant/runner';

/** Files of a directory of this program, in the order in which they come to be. */
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
 * Makes a directory of this program if it is missing, and removes temporary files that dead processes left there.
 *
 * @throws ReluctantError (failure) when it cannot be made
 */
export function openDirectory(directory: string): void {
  makeDirectory(directory);
  for (const folder of [directory, join(directory, 'plots')]) removeDeadTemporaries(folder);
}

/**
 * Refuses a file where a directory is to be, before minutes are spent on what would go into it.
 *
 * @throws ReluctantError (usage)
 */
export function refuseFile(out: string): void {
  if (existsSync(out) && !statSync(out).isDirectory()) {
    throw new ReluctantError('invalid-option', `--out must be a directory, but ${out} is a file`);
  }
}
