import { existsSync, readFileSync } from 'node:fs';
import { decodePredictions, type Predictions, type StudyJob } from '@reluctant/study';
import { predictionsFile } from './checkpoint-file.js';

/**
 * Reads the predictions of a run; undefined if the run has none because it diverged.
 *
 * @throws ReluctantError (failure) when the file is damaged
 */
export function readPredictions(directory: string, job: StudyJob): Predictions | undefined {
  const path = predictionsFile(directory, job);
  return existsSync(path) ? decodePredictions(readFileSync(path), path) : undefined;
}
