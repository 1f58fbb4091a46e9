import { join } from 'node:path';
import type { StudyJob } from '@reluctant/study';
import { sha256 } from './checksum.js';

/** Path of a job's checkpoint. */
export function checkpointFile(directory: string, job: StudyJob): string {
  return join(directory, 'checkpoints', `${fileName(job)}.safetensors`);
}

/** Path of the checkpoint of a job that is not finished. */
export function partialFile(directory: string, job: StudyJob): string {
  return join(directory, 'checkpoints', `${fileName(job)}.partial`);
}

/** Path of a job's predictions, if the study draws passes. */
export function predictionsFile(directory: string, job: StudyJob): string {
  return join(directory, 'predictions', `${fileName(job)}.safetensors`);
}

/**
 * A job as part of a file name, different for different jobs, also where names of files ignore case:
 * `<strategy>-<run>`. Names of strategies with other than lower-case letters, digits and `_ . , = + -`, or with more
 * than 100 characters, are shortened to such characters and have eight hexadecimal digits of their SHA-256 after `~`.
 */
function fileName({ strategy, run }: StudyJob): string {
  if (/^[a-z0-9_.,=+-]{1,100}$/.test(strategy)) return `${strategy}-${run}`;
  const portable = strategy.replace(/[^\w.,=+-]+/g, '-').slice(0, 100);
  return `${portable}~${sha256(strategy).slice(0, 8)}-${run}`;
}
