import { decodePredictions, type Predictions, type StudyJob } from '@reluctant/study';
import { predictionsFile } from './checkpoint-file.js';
import { readBytes } from './read-bytes.js';

/**
 * Reads the predictions of a run; undefined if the run has none because it diverged.
 *
 * @throws ReluctantError (failure) when the file is damaged
 */
export function readPredictions(directory: string, job: StudyJob): Predictions | undefined {
  const path = predictionsFile(directory, job);
  const bytes = readBytes(path);
  return bytes && decodePredictions(bytes, path);
}
