import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageVersions, readFonts, refuseFile, stopOnSignals, withOptionNames } from '@reluctant/command-line';
import { option, printable, ReluctantError, sentence } from '@reluctant/errors';
import { findings, presets } from '@reluctant/presets';
import { type PlanOutcome, planName, runPlan } from '@reluctant/runner';
import type { ConnectedQueue } from '@reluctant/runner/queue';
import { type PlanEstimate, type PlannedPart, planStudies, type StudyPlan, type TableSource } from '@reluctant/study';
import { type GivenSettings, readSettings, type SettingSources } from '../flags/read-settings.js';
import { PlotProcess } from '../plots/plot-process.js';
import { untilStopped } from '../plots/until-stopped.js';
import { estimateText } from '../report/estimate-text.js';
import { createProgress, type Progress } from '../report/progress.js';
import { openQueue } from './open-queue.js';

/** Flags of `reluctant run`. */
export interface RunFlags extends SettingSources {
  readonly font?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly queue?: string | true;
  readonly queue_ca?: string;
}

/**
 * `reluctant run`: parses the flags, runs the studies and reports the results.
 *
 * @returns the exit code
 */
export async function runCommand(flags: RunFlags): Promise<number> {
  const given = await readSettings(flags);
  try {
    return await runSettings(given, flags);
  } catch (error) {
    throw withOptionNames(error, given.nameOption);
  }
}

async function runSettings(given: GivenSettings, flags: RunFlags): Promise<number> {
  const { settings, ...varied } = given.request;
  const plan = planStudies(settings, { ...varied, presets });
  refuseThreads(settings, flags);
  const out = given.out ?? join('runs', planName(plan));
  refuseFile(out);
  const fonts = await readFonts(given.fonts);
  const stopping = stopOnSignals();
  const silent = flags.quiet === true || flags.json === true;
  const say = (text: string): void => {
    if (!silent) process.stderr.write(`${text}\n`);
  };
  const plots = given.plots ? new PlotProcess(stopping.signal, { fonts, say }) : undefined;
  const notices = new Set<string>();
  let progress: Progress | undefined;
  let queue: ConnectedQueue | undefined;
  try {
    queue = await openQueue(flags, say);
    const outcome = await runPlan({
      plan,
      table: await tableOf(plan, say),
      out,
      findings,
      resume: flags.resume === true,
      versions: () => packageVersions(import.meta.url),
      base: given.base ?? pathToFileURL(`${resolve('.')}/`).href,
      ...(queue && { startRunner: queue.startRunner }),
      signal: stopping.signal,
      onEstimate: (estimate: PlanEstimate) => {
        // How fast the workers of a queue are is not known.
        if (queue === undefined) say(estimateText(estimate, given.plots));
      },
      onPart: ({ label }: PlannedPart, index: number) => {
        progress?.end();
        say(`\n${label} (${index + 1} of ${plan.parts.length})`);
      },
      onStart: (study) => {
        progress = createProgress(study.directory.config, study.jobs, {
          quiet: silent,
          stream: process.stderr,
        });
        // Loaded while the threads train, to avoid a delay at the end.
        void import('./report-run.js');
      },
      onReport: (report) => progress?.see(report),
      onNotice: (sentence) => {
        if (!notices.has(sentence)) say(sentence);
        notices.add(sentence);
      },
    });
    progress?.end();
    if (outcome.kind === 'unfinished') return tellUnfinished(outcome, out, stopping.exitCode());
    const { reportRun } = await import('./report-run.js');
    const where = printable(out, Number.POSITIVE_INFINITY);
    const remedy = `all results are stored in ${where}; add --resume to the same command to draw the rest`;
    return await untilStopped(stopping, remedy, async () => {
      await reportRun(plan, outcome, { out, plots, json: flags.json === true });
      return 0;
    });
  } finally {
    progress?.end();
    await queue?.close();
    await plots?.dispose();
    stopping.release();
  }
}

/** The workers of a queue have their own numbers of threads. */
function refuseThreads({ n_workers }: Readonly<Record<string, unknown>>, { queue }: RunFlags): void {
  if (n_workers === undefined || queue === undefined) return;
  const said = sentence`${option('n_workers')} has no meaning with ${option('queue')}: give it to reluctant worker, which trains`;
  throw new ReluctantError('invalid-option', said, { path: ['n_workers'] });
}

/** The table that the studies learn from; undefined for made data. DuckDB is loaded only here. */
async function tableOf(plan: StudyPlan, say: (sentence: string) => void): Promise<TableSource | undefined> {
  if (!plan.parts.some(({ settings: { data, query } }) => data !== undefined || query !== undefined)) return undefined;
  const { readPlanTable } = await import('../tables/read-plan-table.js');
  const { notes, ...source } = await readPlanTable(plan);
  for (const note of notes) say(note);
  return source;
}

function tellUnfinished(
  outcome: Extract<PlanOutcome, { kind: 'unfinished' }>,
  out: string,
  stopCode: number | undefined,
): number {
  for (const failure of outcome.failures) process.stderr.write(`reluctant: ${failure}\n`);
  const [what, code] = outcome.aborted ? ['stopped', stopCode ?? 1] : ['not finished', 1];
  const where = printable(join(out, outcome.part.name), Number.POSITIVE_INFINITY);
  process.stderr.write(
    `reluctant: ${what}: ${outcome.done} of ${outcome.jobs} runs are finished and stored in ${where}; add --resume to the same command to continue\n`,
  );
  return code;
}
