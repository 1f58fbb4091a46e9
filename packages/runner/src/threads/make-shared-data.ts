import { type DataSettings, makeStudyData, type StudyData } from '@reluctant/study';

/**
 * Makes the data sets of a study on shared memory: threads read them without a copy.
 *
 * @param made - the first of them, if they are made; default: none
 * @throws StudyError (usage) when the settings are impossible
 */
export function makeSharedData(config: DataSettings, made: readonly StudyData[] = []): StudyData[] {
  return makeStudyData(config, { made, allocate: (bytes) => new SharedArrayBuffer(bytes) });
}
