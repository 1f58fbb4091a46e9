import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { StudyConfig } from '@reluctant/study';
import { sha256 } from '../directory/checksum.js';

/**
 * Names the study of a run directory in a queue: the same host, directory and configuration have the same name, so that
 * a resume finds the jobs and results of a program that was killed; two studies never share jobs.
 */
export function sessionOf(directory: string, config: StudyConfig): string {
  return sha256(JSON.stringify([hostname(), resolve(directory), config])).slice(0, 32);
}
