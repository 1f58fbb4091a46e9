import {
  type StudyConfig,
  type StudyData,
  type StudySummary,
  summariseStudy,
  summariseUncertainty,
  undecidable,
} from '@reluctant/study';
import { readPredictions } from '../directory/read-predictions.js';
import type { RunDirectory } from '../directory/run-directory.js';

/** Summarises a study whose runs are all finished from its directory. */
export function summariseDirectory(
  config: StudyConfig,
  directory: RunDirectory,
  data: readonly StudyData[],
): StudySummary {
  const { lastRows, diverged, tests } = directory;
  return summariseStudy(config, {
    rows: lastRows,
    diverged,
    tests,
    undecidable: undecidable(config),
    ...(config.passes > 0 && {
      uncertainty: summariseUncertainty({
        config,
        data,
        predictionsOf: (strategy, run) => readPredictions(directory.path, { strategy, run }),
      }),
    }),
  });
}
