import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runStudy, type StartedStudy, type StudyOutcome, studyName } from '@reluctant/study';
import { readSettings } from '../flags/read-settings.js';
import { packageVersions } from '../package-versions.js';
import { PlotThread } from '../plots/plot-thread.js';
import { printResult } from '../report/print-result.js';
import { createProgress, type Progress } from '../report/progress.js';

/** Flags of `reluctant run` that are no settings; settings come as texts under their names. */
export interface RunFlags extends Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly out?: string;
  readonly resume?: boolean;
  readonly plots?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Exit code after Ctrl-C, as shells have it: 128 + SIGINT. */
const interrupted = 130;

/**
 * `reluctant run`: parse → study → report.
 *
 * @returns the exit code
 */
export async function runCommand(flags: RunFlags): Promise<number> {
  const settings = await readSettings(flags, flags.config);
  const out = flags.out ?? join('runs', studyName(settings));
  const abort = stopOnSignals();
  const plots = flags.plots === true ? new PlotThread() : undefined;
  let progress: Progress | undefined;
  try {
    const outcome = await runStudy({
      settings,
      out,
      resume: flags.resume === true,
      versions: packageVersions(),
      nameSetting: (setting) => `--${setting}`,
      base: pathToFileURL(`${resolve(flags.config === undefined ? '.' : join(flags.config, '..'))}/`).href,
      signal: abort.signal,
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
        if (flags.quiet !== true) process.stderr.write(`${sentence}\n`);
      },
    });
    progress?.end();
    if (outcome.kind === 'unfinished') return tellUnfinished(outcome, out);
    const { summary, rows, before } = outcome;
    const names = summary.strategies.map(({ name }) => name);
    const pictures = before && existsSync(join(out, 'plots')) ? [] : await plots?.draw(rows, names, out);
    printResult(summary, { out, before, json: flags.json === true, pictures: pictures ?? [] });
    return 0;
  } finally {
    progress?.end();
    abort.release();
    await plots?.dispose();
  }
}

/** Runs of a strategy that were done before this start. */
function doneRuns({ directory, jobs }: StartedStudy): (strategy: string) => number {
  return (strategy) => directory.config.n_runs - jobs.filter((job) => job.strategy === strategy).length;
}

function tellUnfinished(outcome: Extract<StudyOutcome, { kind: 'unfinished' }>, out: string): number {
  for (const failure of outcome.failures) process.stderr.write(`reluctant: ${failure}\n`);
  const [what, code] = outcome.aborted ? ['stopped', interrupted] : ['not finished', 1];
  process.stderr.write(
    `reluctant: ${what}: ${outcome.done} of ${outcome.jobs} runs are done and kept in ${out}; the same command with --resume goes on\n`,
  );
  return code;
}

/** A first Ctrl-C (or SIGTERM) stops the study in good order, a second one at once. */
function stopOnSignals(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(interrupted);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
