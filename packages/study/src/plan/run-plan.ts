import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type ResolvedStudy, resolveStudy } from '../config/resolve-study.js';
import { type RunStudyOptions, runStudy, type StudyOutcome } from '../run-study.js';
import { estimateSeconds, type PlanEstimate } from './estimate-seconds.js';
import type { FinishedStudy } from './finished-study.js';
import type { PlanReport } from './report-plan.js';
import type { PlannedPart, StudyPlan } from './study-plan.js';
import { openSweep } from './sweep-file.js';

/** Options of {@link runPlan}. */
export interface RunPlanOptions extends Omit<RunStudyOptions, 'settings' | 'study'> {
  readonly plan: StudyPlan;
  /** Called first, with what the plan is about to cost. */
  readonly onEstimate?: (estimate: PlanEstimate) => void;
  /** Called before each study of a sweep. */
  readonly onPart?: (part: PlannedPart, index: number) => void;
}

/** How a plan ended. */
export type PlanOutcome =
  | ({ readonly kind: 'finished'; readonly parts: readonly FinishedStudy[] } & PlanReport)
  | (Extract<StudyOutcome, { kind: 'unfinished' }> & { readonly part: PlannedPart });

/**
 * Runs the studies of a plan one after another, each on all threads, and writes `findings.md`.
 *
 * A single study stands in `out` itself. Those of a sweep stand in folders below it, beside `sweep.json` and `comparison.json`.
 *
 * @throws StudyError for settings that are impossible, before any study starts, and directories that cannot be used
 */
export async function runPlan(options: RunPlanOptions): Promise<PlanOutcome> {
  const { plan, out, onEstimate, onPart, ...forStudy } = options;
  const studies: ResolvedStudy[] = [];
  for (const { settings } of plan.parts) {
    studies.push(await resolveStudy(settings, { nameSetting: options.nameSetting, base: options.base }));
  }
  const workers = Math.min(plan.parts[0]?.settings.n_workers ?? Number.POSITIVE_INFINITY, availableParallelism());
  onEstimate?.(estimateSeconds(studies, workers));
  const single = plan.parts.length === 1;
  if (!single) openSweep(out, plan);
  const parts: FinishedStudy[] = [];
  for (const [index, part] of plan.parts.entries()) {
    const study = studies[index];
    if (study === undefined) continue;
    if (!single) onPart?.(part, index);
    const directory = join(out, part.name);
    const outcome = await runStudy({ ...forStudy, settings: part.settings, study, out: directory });
    if (outcome.kind === 'unfinished') return { ...outcome, part };
    const { summary, lastRows, tests, before } = outcome;
    parts.push({
      name: part.name,
      label: part.label,
      summary,
      lastRows,
      tests,
      before,
      directory,
      get rows() {
        return outcome.rows;
      },
    });
  }
  // Statistics take a while to load: not before they are needed.
  const { reportPlan } = await import('./report-plan.js');
  return { kind: 'finished', parts, ...reportPlan(out, plan, parts) };
}
