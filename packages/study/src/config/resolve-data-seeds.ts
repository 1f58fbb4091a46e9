import type { StudySettings } from './study-settings.js';

/**
 * Number of data sets, which are the folds of a cross-validation: at most the number of runs and, with ensembles, few
 * enough for every data set to have the runs of one ensemble (its members share their data).
 */
export function resolveDataSeeds(
  settings: Pick<StudySettings, 'data_seeds' | 'folds' | 'n_runs' | 'passes' | 'ensemble'>,
): number {
  const { folds, data_seeds = 1, n_runs, passes, ensemble } = settings;
  const together = passes > 0 ? Math.max(1, ensemble) : 1;
  return Math.max(1, Math.min(folds ?? data_seeds, Math.floor(n_runs / together)));
}
