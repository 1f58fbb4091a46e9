import { dequal } from 'dequal/lite';
import { plannedTests } from './planned-tests.js';
import { type StudyDifference, studyDifference } from './same-study.js';
import type { StudyConfig } from './study-config.js';
import { comparisonSettings } from './study-looks.js';

/** What settings make of a study that a directory holds. */
export type Continuation =
  /** The same study. */
  | { readonly kind: 'same'; readonly config: StudyConfig }
  /** The same study with more runs: a further look at it. */
  | { readonly kind: 'grown'; readonly config: StudyConfig }
  /** The same runs, compared with another margin or baseline, or by another quantity. */
  | { readonly kind: 'compared anew'; readonly config: StudyConfig; readonly difference: StudyDifference }
  /** Another study. */
  | { readonly kind: 'other'; readonly difference: StudyDifference };

/**
 * Tells what settings make of a study that is there. Runs depend on their index and not on how many there are, so a
 * study can grow. The configuration that results keeps the numbers of runs at which the study was looked at, and what
 * its comparison was declared to be before the first run.
 *
 * @param there - the configuration that is there
 * @param here - the settings given, resolved
 * @param seen - whether results may have been seen: a run is finished
 */
export function continueStudy(there: StudyConfig, here: StudyConfig, seen: boolean): Continuation {
  const grown = here.n_runs > there.n_runs;
  const declared = seen ? declaredBefore(there, here) : undefined;
  const config: StudyConfig = {
    ...withoutLooks(here),
    ...earlierLooks(there, grown && seen),
    ...(declared && { declared }),
  };
  // What may differ is taken from there, so that it makes no difference.
  const allowed: StudyConfig = {
    ...config,
    ...(there.earlier_looks && { earlier_looks: there.earlier_looks }),
    ...(grown && { n_runs: there.n_runs, ...(keepsData(there, here) && { data_seeds: there.data_seeds }) }),
    ...(sameTests(there, here) && {
      margin: there.margin,
      baseline: there.baseline,
      compare_by: there.compare_by,
    }),
  };
  const difference = studyDifference(withoutLooks(there), withoutLooks(allowed));
  if (difference !== undefined) return { kind: 'other', difference };
  if (grown) return { kind: 'grown', config };
  const anew = studyDifference(withoutLooks(there), withoutLooks(config));
  return anew === undefined ? { kind: 'same', config } : { kind: 'compared anew', config, difference: anew };
}

function withoutLooks({ earlier_looks: _, declared: __, ...config }: StudyConfig): StudyConfig {
  return config;
}

function earlierLooks(there: StudyConfig, another: boolean): Pick<StudyConfig, 'earlier_looks'> {
  const looks = [...(there.earlier_looks ?? []), ...(another ? [there.n_runs] : [])];
  return looks.length === 0 ? {} : { earlier_looks: looks };
}

/** The settings of the comparison that are not as declared before the first run; undefined if all are. */
function declaredBefore(there: StudyConfig, here: StudyConfig): StudyConfig['declared'] {
  const first = { margin: there.margin, baseline: there.baseline, compare_by: there.compare_by, ...there.declared };
  const changed = comparisonSettings.filter((setting) => first[setting] !== here[setting]);
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((setting) => [setting, first[setting]]));
}

/** Whether the runs that are there keep their data sets: run r has data set r mod `data_seeds`. */
function keepsData(there: StudyConfig, here: StudyConfig): boolean {
  return there.data_seeds === there.n_runs && here.data_seeds >= there.n_runs;
}

/** Whether the runs that are there have all tests that another comparison needs. */
function sameTests(there: StudyConfig, here: StudyConfig): boolean {
  return dequal(plannedTests(there), plannedTests(here));
}
