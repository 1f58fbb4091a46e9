import { readdirSync } from 'node:fs';
import { option, ReluctantError, sentence } from '@reluctant/errors';
import { type StudyConfig, studyDifference } from '@reluctant/study';
import { isFinished } from './manifest.js';
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
  const what = difference.setting === 'engines' ? 'the same study with another engine or build' : 'another study';
  throw new ReluctantError(
    'invalid-option',
    sentence`${path} holds ${what} (${difference.setting} is ${difference.there} there, ${difference.here} here): choose another directory with ${option('out', "the option 'out'")}`,
  );
}
