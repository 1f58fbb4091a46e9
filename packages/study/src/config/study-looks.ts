import { lookShare } from '@reluctant/metrics';
import { comparisonAlpha } from './comparison-alpha.js';
import type { StudyConfig } from './study-config.js';

/** Settings of the comparison. They change no run, so they can be changed on a finished study. */
export const comparisonSettings = ['margin', 'baseline', 'compare_by'] as const;

/** A setting that was changed after results had been seen. */
export interface ChosenSetting {
  readonly setting: (typeof comparisonSettings)[number];
  /** Its value before the first run. */
  readonly declared: string | number;
}

/** How often a study was looked at, and what was chosen because of it. */
export interface StudyLooks {
  /** Number of runs at each analysis, this one last: [10, 18] of a study that has grown from 10 runs to 18. */
  readonly looks: readonly number[];
  /** Share of the studies that may contain a false claim made at this look: its share of alpha, see `lookShare`. */
  readonly look_alpha: number;
  /** Settings that were chosen after results had been seen. For verdicts that depend on them there is no error rate. */
  readonly chosen_after_seeing: readonly ChosenSetting[];
}

type Looked = Pick<StudyConfig, 'n_runs' | 'earlier_looks' | 'declared'>;

/** Which look at a study this is, from 1. */
export function lookOf({ earlier_looks = [] }: Pick<Looked, 'earlier_looks'>): number {
  return earlier_looks.length + 1;
}

/** The looks of a study, this one included. */
export function studyLooks(config: Looked): StudyLooks {
  const { n_runs, earlier_looks = [], declared = {} } = config;
  return {
    looks: [...earlier_looks, n_runs],
    look_alpha: comparisonAlpha * lookShare(lookOf(config)),
    chosen_after_seeing: comparisonSettings.flatMap((setting) => {
      const value = declared[setting];
      return value === undefined ? [] : [{ setting, declared: value }];
    }),
  };
}
