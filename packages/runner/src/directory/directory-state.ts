import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { option, ReluctantError, sentence } from '@reluctant/errors';
import { continueStudy, type StudyConfig, type StudyDifference } from '@reluctant/study';
import { buildDifference } from './build-difference.js';
import { isFinished } from './manifest.js';
import { readBytes } from './read-bytes.js';
import { jsonOf } from './read-lines.js';
import { readConfig } from './read-study.js';
import { isTemporaryName } from './temporary-files.js';

/** State of a directory when it was opened. A study that was finished but is damaged is `unfinished`. */
export type RunDirectoryState = 'new' | 'unfinished' | 'finished';

/** A directory with respect to the settings of a study. */
export interface FoundStudy {
  readonly state: RunDirectoryState;
  /** The configuration, with what the directory knows of earlier looks. */
  readonly config: StudyConfig;
  /** What changes at the study that is there: nothing, or it grows, or its runs are compared anew. */
  readonly change: 'none' | 'grown' | 'compared anew';
}

/**
 * The state of a directory with respect to a study.
 *
 * @throws ReluctantError when it holds something else
 */
export function stateOf(path: string, config: StudyConfig): FoundStudy {
  const existing = readConfig(path);
  if (existing === undefined) {
    refuseForeignFiles(path);
    return { state: 'new', config, change: 'none' };
  }
  const finished = isFinished(path);
  const state = finished ? 'finished' : 'unfinished';
  const found = continueStudy(existing, config, finished || hasRuns(path));
  if (found.kind === 'other') throw otherStudy(path, found.difference, existing, config);
  if (found.kind === 'compared anew' && !finished) {
    throw otherStudy(path, found.difference, existing, config);
  }
  return { state, config: found.config, change: found.kind === 'same' ? 'none' : found.kind };
}

/** Whether a run of an unfinished study has ended, so that results may have been seen. */
function hasRuns(path: string): boolean {
  return (readBytes(join(path, 'runs.jsonl'))?.length ?? 0) > 0;
}

function refuseForeignFiles(path: string): void {
  const own = ['checkpoints', 'predictions'];
  const foreign = readdirSync(path).find(
    (name) => !name.startsWith('.lock') && !isTemporaryName(name) && !own.includes(name),
  );
  if (foreign !== undefined) {
    throw new ReluctantError(
      'invalid-option',
      sentence`${path} holds other files (${foreign}) and no study: choose another directory with ${option('out', "the option 'out'")}`,
    );
  }
}

function otherStudy(path: string, difference: StudyDifference, there: StudyConfig, here: StudyConfig): ReluctantError {
  const elsewhere = sentence`choose another directory with ${option('out', "the option 'out'")}`;
  if (difference.setting === 'engines') {
    const builds = { engines: there.engines, node: nodeOf(path) };
    const said = buildDifference(path, builds, { engines: here.engines, node: process.version });
    return new ReluctantError('invalid-option', said);
  }
  if (difference.setting === 'n_runs') {
    return new ReluctantError(
      'invalid-option',
      sentence`${path} holds a study of ${there.n_runs} runs, which can grow but not shrink to ${here.n_runs}: ${elsewhere}`,
    );
  }
  return new ReluctantError(
    'invalid-option',
    sentence`${path} holds another study (${difference.setting} is ${difference.there} there, ${difference.here} here): ${elsewhere}`,
  );
}

/** The version of Node that trained a study last, if that is known. */
function nodeOf(directory: string): string | undefined {
  const text = readBytes(join(directory, 'environment.json'))?.toString();
  const environment = jsonOf(text ?? '');
  if (typeof environment !== 'object' || environment === null || !('node' in environment)) return undefined;
  return typeof environment.node === 'string' ? environment.node : undefined;
}
