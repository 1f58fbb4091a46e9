import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ReluctantError } from '@reluctant/errors';
import { type FinishedStudy, readStudy, readSummary, readSweep } from '@reluctant/runner';

/** A study of a directory. */
export interface StudyInDirectory {
  readonly path: string;
  /** Its label in a sweep; empty for a study of its own. */
  readonly label: string;
}

/** The studies of a directory: those of a sweep, or the directory itself. */
export function studiesIn(directory: string): StudyInDirectory[] {
  if (!isSweep(directory)) return [{ path: directory, label: '' }];
  return readSweep(directory).parts.map(({ name, label }) => ({ path: join(directory, name), label }));
}

/** Whether a directory holds a sweep. */
export function isSweep(directory: string): boolean {
  return existsSync(join(directory, 'sweep.json'));
}

/** Whether a directory holds a study, finished or not. */
export function isStudy(directory: string): boolean {
  return existsSync(join(directory, 'config.json'));
}

/** Whether a directory holds a study whose runs are all finished. */
export function isFinishedStudy(directory: string): boolean {
  return isStudy(directory) && existsSync(join(directory, 'manifest.json'));
}

/**
 * Reads a study whose runs are all finished.
 *
 * @throws ReluctantError (failure) when it is not finished, or damaged
 */
export function readFinishedStudy(directory: string, label: string): FinishedStudy {
  const { finished, rows, lastRows, tests } = readStudy(directory);
  if (!finished) {
    throw new ReluctantError(
      'wrong-state',
      `${directory} holds an unfinished study: continue it with reluctant run --resume`,
      { kind: 'failure' },
    );
  }
  const summary = readSummary(directory);
  return { name: directory, label, directory, summary, rows, lastRows, tests, before: true };
}
