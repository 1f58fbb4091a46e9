import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { option, optionCheck, ReluctantError, sentence } from '@reluctant/errors';
import {
  estimateSeconds,
  type PlanEstimate,
  type PlannedPart,
  type ResolvedStudy,
  resolveStudy,
  type StudyPlan,
  type StudyPreset,
} from '@reluctant/study';
import { stateOf } from '../directory/directory-state.js';
import { isFinished } from '../directory/manifest.js';
import { countRecords } from '../directory/read-runs.js';
import { readConfig } from '../directory/read-study.js';
import { refuseLargeStudies } from '../host/refuse-large-studies.js';
import { type RunStudyOptions, runStudyOn, type StudyOutcome, sharedOptionNames } from '../run/run-study.js';
import { IdleThreads } from '../threads/idle-threads.js';
import type { FinishedStudy } from './finished-study.js';
import type { PlanReport, WriteFindings } from './report-plan.js';
import { openSweep } from './sweep-file.js';

/** Options of {@link runPlan}. */
export interface RunPlanOptions<Preset extends StudyPreset = StudyPreset>
  extends Omit<RunStudyOptions, 'settings' | 'study'> {
  readonly plan: StudyPlan<Preset>;
  /** Writes `findings.md`; called once all studies are finished. */
  readonly findings: WriteFindings<Preset>;
  /** Called first, with the estimated cost of the studies that are not finished; not called when all are. */
  readonly onEstimate?: (estimate: PlanEstimate) => void;
  /** Called before each study of a sweep. */
  readonly onPart?: (part: PlannedPart, index: number) => void;
}

const checkOptions = optionCheck<RunPlanOptions>('runPlan', {
  plan: true,
  findings: true,
  onEstimate: true,
  onPart: true,
  ...sharedOptionNames,
});

/** How a plan ended. */
export type PlanOutcome =
  | ({ readonly kind: 'finished'; readonly parts: readonly FinishedStudy[] } & PlanReport)
  | (Extract<StudyOutcome, { kind: 'unfinished' }> & { readonly part: PlannedPart });

/**
 * Runs the studies of a plan one after another, each on all threads, and writes `findings.md`.
 *
 * A single study is stored in `out` itself. Those of a sweep are stored in folders below it, beside `sweep.json` and
 * `comparison.json`.
 *
 * @throws ReluctantError for settings that are impossible or need more memory than there is, before any study starts,
 * and for directories that cannot be used
 */
export async function runPlan<Preset extends StudyPreset>(options: RunPlanOptions<Preset>): Promise<PlanOutcome> {
  checkOptions(options);
  const { plan, out, findings, onEstimate } = options;
  const studies: ResolvedStudy[] = [];
  for (const { settings } of plan.parts) {
    studies.push(await resolveStudy(settings, { base: options.base, table: options.table }));
  }
  refuseGrowingClaims(plan, out, studies);
  const begun = refuseOtherParts(plan, out, studies);
  const unfinished = studies.flatMap(({ config }, index) => {
    const directory = join(out, plan.parts[index]?.name ?? '');
    if (isFinished(directory) && (readConfig(directory)?.n_runs ?? 0) >= config.n_runs) return [];
    return [{ config, done: countRecords(directory) }];
  });
  await refuseLargeStudies(
    unfinished.map(({ config }) => config),
    options.startRunner === undefined ? plan.parts[0]?.settings.n_workers : 1,
  );
  const workers = Math.min(plan.parts[0]?.settings.n_workers ?? Number.POSITIVE_INFINITY, availableParallelism());
  if (unfinished.length > 0) onEstimate?.(estimateSeconds(unfinished, workers));
  const single = plan.parts.length === 1;
  if (!single) {
    const goesOn = options.resume === true || begun.every(isFinished);
    openSweep(out, plan, { base: options.base, goesOn });
  }
  const threads = new IdleThreads();
  try {
    const outcome = await runParts(studies, threads, options);
    if (outcome.kind === 'unfinished') return outcome;
    // The statistics are slow to load and only needed here.
    const { reportPlan } = await import('./report-plan.js');
    return { ...outcome, ...reportPlan(out, plan, outcome.parts, findings, options.resume === true) };
  } finally {
    await threads.dispose();
  }
}

/**
 * Refuses a plan in whose folders is another study, before the first of them changes. Returns the folders of studies.
 */
function refuseOtherParts({ parts }: StudyPlan, out: string, studies: readonly ResolvedStudy[]): string[] {
  return studies.flatMap(({ config }, index) => {
    const directory = join(out, parts[index]?.name ?? '');
    if (readConfig(directory) === undefined) return [];
    stateOf(directory, config);
    return [directory];
  });
}

/** Claims are tested at a level of their own, for the declared number of runs, and not over several looks. */
function refuseGrowingClaims({ preset, parts }: StudyPlan, out: string, studies: readonly ResolvedStudy[]): void {
  if (preset?.claims === undefined) return;
  for (const [index, { name }] of parts.entries()) {
    const there = readConfig(join(out, name))?.n_runs;
    const here = studies[index]?.config.n_runs;
    if (there === undefined || here === undefined || here <= there) continue;
    throw new ReluctantError(
      'invalid-option',
      sentence`${join(out, name)} holds ${there} runs, and the claims of ${option('preset')} ${preset.name} are tested once: for ${here} runs choose another directory with ${option('out', "the option 'out'")}`,
      { path: ['n_runs'] },
    );
  }
}

/** Runs the studies on the same threads and stops at the first that does not finish. */
async function runParts<Preset extends StudyPreset>(
  studies: readonly ResolvedStudy[],
  threads: IdleThreads,
  options: RunPlanOptions<Preset>,
): Promise<
  { readonly kind: 'finished'; readonly parts: readonly FinishedStudy[] } | Extract<PlanOutcome, { kind: 'unfinished' }>
> {
  const { plan, out, findings: _, onEstimate: __, onPart, ...forStudy } = options;
  const parts: FinishedStudy[] = [];
  for (const [index, part] of plan.parts.entries()) {
    const study = studies[index];
    if (study === undefined) continue;
    if (plan.parts.length > 1) onPart?.(part, index);
    const directory = join(out, part.name);
    const outcome = await runStudyOn(threads, { ...forStudy, settings: part.settings, study, out: directory });
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
  return { kind: 'finished', parts };
}
