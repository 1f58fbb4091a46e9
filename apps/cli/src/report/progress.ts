import { movesCursor } from '@reluctant/command-line';
import { endsJob, type JobReport, type StartedJob, type StudyConfig } from '@reluctant/study';
import progress, { type MultiBar, type SingleBar } from 'cli-progress';

/** Shows the progress of a study. */
export interface Progress {
  see(report: JobReport): void;
  /** Stops the display and restores the terminal. */
  end(): void;
}

/** Progress of one strategy. */
interface Standing {
  /** Finished epochs of all runs. */
  epochs: number;
  /** Finished epochs of each unfinished run. */
  readonly underWay: Map<number, number>;
  runs: number;
  /** Epochs of an earlier start, which do not count for the rate. */
  readonly before: number;
  startedAt: number | undefined;
}

/** Least time between two plain lines of one strategy, in milliseconds. */
const plainInterval = 5000;

/** Counts epochs and runs per strategy and passes them to `show`. */
class CountingProgress implements Progress {
  readonly #standings = new Map<string, Standing>();
  readonly #epochs: number;
  readonly #total: number;
  readonly #show: (strategy: string, standing: Standing, pace: string) => void;
  readonly #stop: () => void;

  constructor(
    config: StudyConfig,
    missing: readonly StartedJob[],
    show: (strategy: string, standing: Standing, pace: string) => void,
    stop: () => void = () => undefined,
  ) {
    this.#epochs = config.epochs;
    this.#total = config.epochs * config.n_runs;
    this.#show = show;
    this.#stop = stop;
    for (const { name } of config.strategies) {
      const own = missing.filter((job) => job.strategy === name);
      const before = epochsBefore(config, own);
      this.#standings.set(name, {
        epochs: before,
        before,
        underWay: new Map(own.map(({ run, from }) => [run, from?.epoch ?? 0])),
        runs: config.n_runs - own.length,
        startedAt: undefined,
      });
    }
  }

  see(report: JobReport): void {
    const standing = this.#standings.get(report.strategy);
    if (standing === undefined) return;
    standing.startedAt ??= performance.now();
    const before = standing.underWay.get(report.run) ?? 0;
    if (report.kind === 'rows') {
      standing.epochs += report.epochs;
      standing.underWay.set(report.run, before + report.epochs);
    } else if (report.kind === 'restarted') {
      standing.epochs -= before - report.epoch;
      standing.underWay.set(report.run, report.epoch);
    } else if (endsJob(report)) {
      // A run that diverged or failed counts as complete, so that the time left is right.
      standing.epochs += this.#epochs - before;
      standing.underWay.delete(report.run);
      standing.runs += 1;
    }
    this.#show(report.strategy, standing, this.#pace(standing));
  }

  end(): void {
    this.#stop();
  }

  #pace({ epochs, before, startedAt }: Standing): string {
    const seconds = (performance.now() - (startedAt ?? 0)) / 1000;
    const rate = (epochs - before) / Math.max(seconds, 0.001);
    const left = (this.#total - epochs) / Math.max(rate, 0.001);
    return `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} epochs/s, ${left < 1 ? '<1' : Math.round(left)} s left`;
  }
}

/**
 * Creates the progress display: none with `--quiet` or `--json`, a bar per strategy with rate and time left on a
 * terminal, plain lines in a pipe, on a dumb terminal and in the log of a CI job.
 *
 * @param missing - the jobs that were not finished before
 */
export function createProgress(
  config: StudyConfig,
  missing: readonly StartedJob[],
  { quiet, stream }: { readonly quiet: boolean; readonly stream: NodeJS.WriteStream },
): Progress {
  if (quiet) return { see: () => undefined, end: () => undefined };
  return movesCursor(stream) ? barProgress(config, missing, stream) : plainProgress(config, missing, stream);
}

/** Epochs of a strategy that were trained before. */
function epochsBefore({ epochs, n_runs }: StudyConfig, missing: readonly StartedJob[]): number {
  return missing.reduce((sum, { from }) => sum + (from?.epoch ?? 0), (n_runs - missing.length) * epochs);
}

function barProgress(config: StudyConfig, missing: readonly StartedJob[], stream: NodeJS.WriteStream): Progress {
  const width = Math.max(...config.strategies.map(({ name }) => name.length));
  const bars: MultiBar = new progress.MultiBar(
    { format: '{name} {bar} {percentage} %  {pace}', stream, barsize: 24, hideCursor: true, clearOnComplete: false },
    progress.Presets.shades_classic,
  );
  const byName = new Map<string, SingleBar>();
  for (const { name } of config.strategies) {
    const start = epochsBefore(
      config,
      missing.filter((job) => job.strategy === name),
    );
    byName.set(name, bars.create(config.epochs * config.n_runs, start, { name: name.padEnd(width), pace: '' }));
  }
  return new CountingProgress(
    config,
    missing,
    (strategy, { epochs }, pace) => byName.get(strategy)?.update(epochs, { pace }),
    () => bars.stop(),
  );
}

function plainProgress(config: StudyConfig, missing: readonly StartedJob[], stream: NodeJS.WriteStream): Progress {
  const shownAt = new Map<string, number>();
  return new CountingProgress(config, missing, (strategy, { runs }, pace) => {
    const now = performance.now();
    const finished = runs === config.n_runs;
    // A short study prints one line per strategy, at its end.
    if (!shownAt.has(strategy)) shownAt.set(strategy, now);
    if (!finished && now - (shownAt.get(strategy) ?? now) < plainInterval) return;
    shownAt.set(strategy, now);
    stream.write(`${strategy}: ${runs} of ${config.n_runs} runs${finished ? '' : `, ${pace}`}\n`);
  });
}
