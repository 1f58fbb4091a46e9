import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type FinishedStudy,
  type PlanEstimate,
  type PlannedPart,
  type PlanOutcome,
  planStudies,
  runPlan,
  type StartedStudy,
  type StudyPlan,
} from '@reluctant/study';
import { readSettings } from '../flags/read-settings.js';
import { packageVersions } from '../package-versions.js';
import { betweenDrawing } from '../plots/between-drawing.js';
import { PlotThread } from '../plots/plot-thread.js';
import { studyDrawing } from '../plots/study-drawing.js';
import { estimateText } from '../report/estimate-text.js';
import { printBetween } from '../report/print-between.js';
import { printResult } from '../report/print-result.js';
import { createProgress, type Progress } from '../report/progress.js';
import { stopOnSignals } from '../stop-on-signals.js';

/** Flags of `reluctant run` that are no settings; settings come as texts under their names. */
export interface RunFlags extends Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly out?: string;
  readonly grid?: readonly string[];
  readonly wide?: boolean;
  readonly resume?: boolean;
  readonly plots?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Exit code after Ctrl-C, as shells have it: 128 + SIGINT. */
const interrupted = 130;

/**
 * `reluctant run`: parse → studies → report.
 *
 * @returns the exit code
 */
export async function runCommand(flags: RunFlags): Promise<number> {
  const { input, grid, nameSetting } = await readSettings(flags, flags.config);
  const plan = planStudies(input, { grid, wide: flags.wide === true, nameSetting });
  const out = flags.out ?? join('runs', plan.name);
  const abort = stopOnSignals(interrupted);
  const plots = flags.plots === true ? new PlotThread() : undefined;
  const say = (sentence: string): void => {
    if (flags.quiet !== true) process.stderr.write(`${sentence}\n`);
  };
  const notices = new Set<string>();
  let progress: Progress | undefined;
  try {
    const outcome = await runPlan({
      plan,
      out,
      resume: flags.resume === true,
      versions: packageVersions(),
      nameSetting,
      base: pathToFileURL(`${resolve(flags.config === undefined ? '.' : join(flags.config, '..'))}/`).href,
      signal: abort.signal,
      onEstimate: (estimate: PlanEstimate) => {
        if (flags.json !== true) say(estimateText(estimate, flags.plots === true));
      },
      onPart: ({ label }: PlannedPart, index: number) => {
        progress?.end();
        if (flags.json !== true) say(`\n${label} (${index + 1} of ${plan.parts.length})`);
      },
      onStart: (study) => {
        progress = createProgress(study.directory.config, doneRuns(study), {
          quiet: flags.quiet === true || flags.json === true,
          stream: process.stderr,
        });
        plots?.expect(study);
      },
      onReport: (report) => {
        progress?.see(report);
        plots?.see(report);
      },
      onNotice: (sentence) => {
        if (!notices.has(sentence)) say(sentence);
        notices.add(sentence);
      },
    });
    progress?.end();
    if (outcome.kind === 'unfinished') return tellUnfinished(outcome, out);
    await report(plan, outcome, { out, plots, json: flags.json === true });
    return 0;
  } finally {
    progress?.end();
    abort.release();
    await plots?.dispose();
  }
}

interface ReportOptions {
  readonly out: string;
  readonly plots: PlotThread | undefined;
  readonly json: boolean;
}

/** Draws and prints what a plan found. */
async function report(
  plan: StudyPlan,
  { parts, between, findings }: Extract<PlanOutcome, { kind: 'finished' }>,
  { out, plots, json }: ReportOptions,
): Promise<void> {
  // Quantile bands of gates are half of the time of all pictures: not for the study of the post.
  const quantiles = plan.preset !== undefined && plan.preset.name !== 'post';
  const limits = plan.preset?.limits;
  const pictures: string[] = [];
  for (const { summary, rows, before, directory } of parts) {
    if (plots === undefined || (before && existsSync(join(directory, 'plots')))) continue;
    const names = summary.strategies.map(({ name }) => name);
    pictures.push(...(await plots.draw(studyDrawing(rows, names, summary, quantiles), directory)));
  }
  if (between === undefined) {
    for (const { summary, before } of parts) printResult(summary, { out, before, json, pictures, findings, limits });
    return;
  }
  if (plots !== undefined && !(parts.every(({ before }) => before) && existsSync(join(out, 'plots')))) {
    pictures.push(...(await plots.draw(betweenDrawing(between, parts, plan.axes), out)));
  }
  const before = parts.every((part: FinishedStudy) => part.before);
  printBetween(between, { out, json, pictures, findings, limits, before });
}

/** Runs of a strategy that were done before this start. */
function doneRuns({ directory, jobs }: StartedStudy): (strategy: string) => number {
  return (strategy) => directory.config.n_runs - jobs.filter((job) => job.strategy === strategy).length;
}

function tellUnfinished(outcome: Extract<PlanOutcome, { kind: 'unfinished' }>, out: string): number {
  for (const failure of outcome.failures) process.stderr.write(`reluctant: ${failure}\n`);
  const [what, code] = outcome.aborted ? ['stopped', interrupted] : ['not finished', 1];
  const where = join(out, outcome.part.name);
  process.stderr.write(
    `reluctant: ${what}: ${outcome.done} of ${outcome.jobs} runs are done and kept in ${where}; the same command with --resume goes on\n`,
  );
  return code;
}
