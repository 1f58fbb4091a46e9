import { join } from 'node:path';
import type { StudyJob } from '@reluctant/study';

/** Path of a job's checkpoint. Characters that are not portable in file names are replaced by a dash. */
export function checkpointFile(directory: string, { strategy, run }: StudyJob): string {
  return join(directory, 'checkpoints', `${fileName(strategy)}-${run}.safetensors`);
}

/** Path of a job's predictions, if the study draws passes. */
export function predictionsFile(directory: string, { strategy, run }: StudyJob): string {
  return join(directory, 'predictions', `${fileName(strategy)}-${run}.safetensors`);
}

/** A strategy's name as part of a file name. */
export function fileName(strategy: string): string {
  return strategy.replace(/[^\w.,=+-]+/g, '-');
}
