import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { option, ReluctantError, sentence } from '@reluctant/errors';
import { type StudyConfig, studyDifference } from '@reluctant/study';
import { buildDifference } from './build-difference.js';
import { isFinished } from './manifest.js';
import { readBytes } from './read-bytes.js';
import { jsonOf } from './read-lines.js';
import { readConfig } from './read-study.js';
import { isTemporaryName } from './temporary-files.js';

/** State of a directory when it was opened. A study that was finished but is damaged is `unfinished`. */
export type RunDirectoryState = 'new' | 'unfinished' | 'finished';

/**
 * The state of a directory with respect to a study.
 *
 * @throws ReluctantError when it holds something else
 */
export function stateOf(path: string, config: StudyConfig): RunDirectoryState {
  const existing = readConfig(path);
  if (existing === undefined) {
    refuseForeignFiles(path);
    return 'new';
  }
  refuseOtherStudy(path, existing, config);
  return isFinished(path) ? 'finished' : 'unfinished';
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

function refuseOtherStudy(path: string, there: StudyConfig, here: StudyConfig): void {
  const difference = studyDifference(there, here);
  if (difference === undefined) return;
  if (difference.setting === 'engines') {
    const builds = { engines: there.engines, node: nodeOf(path) };
    throw new ReluctantError(
      'invalid-option',
      buildDifference(path, builds, { engines: here.engines, node: process.version }),
    );
  }
  throw new ReluctantError(
    'invalid-option',
    sentence`${path} holds another study (${difference.setting} is ${difference.there} there, ${difference.here} here): choose another directory with ${option('out', "the option 'out'")}`,
  );
}

/** The version of Node that trained a study last, if that is known. */
function nodeOf(directory: string): string | undefined {
  const text = readBytes(join(directory, 'environment.json'))?.toString();
  const environment = jsonOf(text ?? '');
  if (typeof environment !== 'object' || environment === null || !('node' in environment)) return undefined;
  return typeof environment.node === 'string' ? environment.node : undefined;
}
