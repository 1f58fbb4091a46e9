import { parseStudySettings, resolveStudy, type StudyConfig } from '@reluctant/study';

const resolved = await resolveStudy(parseStudySettings({ epochs: 2, n_runs: 3, strategies: ['relu', 'silu'] }));

/** A resolved study of two strategies, three runs, two epochs, for tests. */
export function smallStudy(changes: Partial<StudyConfig> = {}): StudyConfig {
  return { ...resolved.config, ...changes };
}
