import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveStudy } from '../config/resolve-study.js';
import type { StudyConfig } from '../config/study-config.js';

const { config } = await resolveStudy(parseStudySettings({ epochs: 2, n_runs: 3, strategies: ['relu', 'silu'] }));

/** A resolved study of two strategies, three runs, two epochs, for tests. */
export function smallStudy(changes: Partial<StudyConfig> = {}): StudyConfig {
  return { ...config, ...changes };
}
