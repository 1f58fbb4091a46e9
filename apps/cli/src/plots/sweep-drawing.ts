import { readSweep } from '@reluctant/runner';
import { comparableStudy, compareStudies } from '@reluctant/study';
import { isFinishedStudy, readFinishedStudy, studiesIn } from '../directory/finished-studies.js';
import { betweenDrawing } from './between-drawing.js';
import type { Drawing } from './plot-messages.js';

/** The charts over all studies of a sweep, from its directory; undefined while one of them is not finished. */
export function sweepDrawing(directory: string): Drawing | undefined {
  const parts = studiesIn(directory);
  if (!parts.every(({ path }) => isFinishedStudy(path))) return undefined;
  const studies = parts.map(({ path, label }) => readFinishedStudy(path, label));
  const between = compareStudies(studies.map(comparableStudy), { declaredTogether: true });
  const swept = readSweep(directory).parts.map(({ values }) => values);
  const axes = Object.keys(swept[0] ?? {}).map((setting) => ({ setting, values: swept.map((one) => one[setting]) }));
  return betweenDrawing(between, studies, axes);
}
