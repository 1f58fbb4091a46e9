import { deadRunThreshold } from '@reluctant/metrics';
import type { ResolvedStudy } from '../config/resolve-study.js';
import { undecidable } from '../config/undecidable.js';
import type { RunDirectory } from '../directory/run-directory.js';
import type { StudyData } from '../study-data.js';
import { readPredictions } from '../uncertainty/read-predictions.js';
import { summariseUncertainty } from '../uncertainty/summarise-uncertainty.js';
import type { StudySummary } from './study-summary.js';
import { summariseStudy } from './summarise-study.js';

/** Summarises a study whose runs are all done, from what its directory holds. */
export function summariseDirectory(
  { config, strategies }: ResolvedStudy,
  directory: RunDirectory,
  data: readonly StudyData[],
): StudySummary {
  const { lastRows, diverged, tests } = directory;
  return summariseStudy(config, {
    rows: lastRows,
    diverged,
    tests,
    undecidable: undecidable(config, strategies),
    deadThresholds: data.map(({ validation }) => deadRunThreshold(validation.labels)),
    ...(config.passes > 0 && {
      uncertainty: summariseUncertainty({
        config,
        strategies,
        data,
        predictionsOf: (strategy, run) => readPredictions(directory.path, { strategy, run }),
      }),
    }),
  });
}
