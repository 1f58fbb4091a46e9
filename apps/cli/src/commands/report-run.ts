import type { Preset } from '@reluctant/presets';
import type { FinishedStudy, PlanOutcome } from '@reluctant/runner';
import type { StudyPlan } from '@reluctant/study';
import { studiesCharts } from '@reluctant/study-charts';
import { hasOldPictures, hasPictures } from '../plots/picture-list.js';
import type { PlotProcess } from '../plots/plot-process.js';
import { printBetween } from '../report/print-between.js';
import { printResult } from '../report/print-result.js';
import { shellWord } from '../report/shell-word.js';

interface ReportOptions {
  readonly out: string;
  readonly plots: PlotProcess | undefined;
  readonly json: boolean;
}

/** Draws and prints the results of a plan. */
export async function reportRun(
  plan: StudyPlan<Preset>,
  { parts, between, claims, findings }: Extract<PlanOutcome, { kind: 'finished' }>,
  { out, plots, json }: ReportOptions,
): Promise<void> {
  const limits = plan.preset?.limits;
  const pictures: string[] = [];
  for (const { directory } of parts) {
    if (plots === undefined || hasPictures(directory, plots.fonts)) continue;
    pictures.push(...(await plots.draw(directory)));
  }
  if (between === undefined) {
    const oldPictures = oldPicturesIn([out], out);
    for (const { summary, before } of parts)
      printResult(summary, { out, before, json, pictures, oldPictures, findings, limits });
    return;
  }
  if (plots !== undefined && !hasPictures(out, plots.fonts)) {
    pictures.push(...(await plots.draw(out, studiesCharts(between, parts, plan.axes))));
  }
  const before = parts.every((part: FinishedStudy) => part.before);
  const oldPictures = oldPicturesIn([out, ...parts.map(({ directory }) => directory)], out);
  printBetween(between, { out, json, pictures, findings, limits, before, claims, oldPictures });
}

/** A growth without `--plots` leaves pictures of the study as it was before. */
function oldPicturesIn(directories: readonly string[], out: string): string | undefined {
  if (!directories.some(hasOldPictures)) return undefined;
  return `The pictures show earlier results. This draws them again:\n  reluctant plot ${shellWord(out)}`;
}
