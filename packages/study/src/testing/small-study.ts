import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveSizes } from '../config/resolve-sizes.js';
import type { StudyConfig } from '../config/study-config.js';

/** A resolved study of two strategies, three runs, two epochs, for tests. */
export function smallStudy(changes: Partial<StudyConfig> = {}): StudyConfig {
  const { n_workers: _, strategies: __, lr_schedule: ___, ...settings } = parseStudySettings({ epochs: 2, n_runs: 3 });
  return {
    version: 1,
    ...settings,
    ...resolveSizes(settings),
    lr_schedule: { name: 'constant' },
    strategies: [
      { name: 'relu', strategy: 'relu' },
      { name: 'silu', strategy: 'silu' },
    ],
    baseline: 'relu',
    margin: 0.01,
    engines: { relu: { engine: 'wasm', build: 'simd' }, silu: { engine: 'wasm', build: 'simd' } },
    ...changes,
  };
}
