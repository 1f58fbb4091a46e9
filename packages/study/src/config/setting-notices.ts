import type { StudyConfig } from './study-config.js';

/** Sentences about settings that have less effect than their names say: patience of slides, folds without a run. */
export function settingNotices({
  patience,
  folds,
  n_runs,
  strategies,
}: Pick<StudyConfig, 'patience' | 'folds' | 'n_runs' | 'strategies'>): string[] {
  const slides = strategies.filter(({ schedule }) => schedule.kind === 'anneal').map(({ name }) => name);
  return [
    ...(patience !== undefined && slides.length > 0
      ? [`Patience does not change ${slides.join(', ')}: only the last epoch of a slide runs as the net is deployed.`]
      : []),
    ...(folds !== undefined && folds > n_runs
      ? [`Only ${n_runs} of the ${folds} folds are tested, as there is one run for each.`]
      : []),
  ];
}
