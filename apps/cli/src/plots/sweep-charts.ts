import type { NamedChart } from '@reluctant/plotting';
import { readSweep } from '@reluctant/runner';
import { comparableStudy, compareStudies } from '@reluctant/study';
import { studiesCharts } from '@reluctant/study-charts';
import { isFinishedStudy, readFinishedStudy, studiesIn } from '../directory/finished-studies.js';

/** The charts over all studies of a sweep, from its directory; undefined while one of them is not finished. */
export function sweepCharts(directory: string): Iterable<NamedChart> | undefined {
  const parts = studiesIn(directory);
  if (!parts.every(({ path }) => isFinishedStudy(path))) return undefined;
  const studies = parts.map(({ path, label }) => readFinishedStudy(path, label));
  const between = compareStudies(studies.map(comparableStudy), { declaredTogether: true });
  const swept = readSweep(directory).parts.map(({ values }) => values);
  const axes = Object.keys(swept[0] ?? {}).map((setting) => ({ setting, values: swept.map((one) => one[setting]) }));
  return studiesCharts(between, studies, axes);
}
