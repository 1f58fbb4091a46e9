import { type DataSettings, makeStudyData, type StudyData, type StudyDataOptions } from '@reluctant/study';

/**
 * Makes the data sets of a study in shared memory, which threads read without a copy.
 *
 * @param options - as for `makeStudyData`, without `allocate`
 * @throws ReluctantError (usage) when the settings are impossible
 */
export function makeSharedData(config: DataSettings, options: Omit<StudyDataOptions, 'allocate'> = {}): StudyData[] {
  return makeStudyData(config, { ...options, allocate: (bytes) => new SharedArrayBuffer(bytes) });
}
