import type { Preset } from '@reluctant/presets';
import type { FinishedStudy, PlanOutcome } from '@reluctant/runner';
import type { StudyPlan } from '@reluctant/study';
import { betweenDrawing } from '../plots/between-drawing.js';
import { hasPictures } from '../plots/picture-list.js';
import type { PlotProcess } from '../plots/plot-process.js';
import { studyDrawing } from '../plots/study-drawing.js';
import { printBetween } from '../report/print-between.js';
import { printResult } from '../report/print-result.js';

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
  for (const part of parts) {
    const { summary, directory } = part;
    if (plots === undefined || hasPictures(directory)) continue;
    const names = summary.strategies.map(({ name }) => name);
    pictures.push(...(await plots.draw(directory, studyDrawing(names, summary), true)));
  }
  if (between === undefined) {
    for (const { summary, before } of parts) printResult(summary, { out, before, json, pictures, findings, limits });
    return;
  }
  if (plots !== undefined && !hasPictures(out)) {
    pictures.push(...(await plots.draw(out, betweenDrawing(between, parts, plan.axes), false)));
  }
  const before = parts.every((part: FinishedStudy) => part.before);
  printBetween(between, { out, json, pictures, findings, limits, before, claims });
}
