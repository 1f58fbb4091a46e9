import { existsSync } from 'node:fs';
import { optionCheck } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import {
  type JobReport,
  type ResolvedStudy,
  resolveStudy,
  type StartedJob,
  type StudyData,
  type StudySettings,
  type StudySummary,
  studyJobs,
  type TableSource,
  type TestRow,
  undecidable,
} from '@reluctant/study';
import { readEnvironment } from '../directory/environment.js';
import { readSummary } from '../directory/read-study.js';
import { RunDirectory } from '../directory/run-directory.js';
import { refuseLargeStudies } from '../host/refuse-large-studies.js';
import { IdleThreads } from '../threads/idle-threads.js';
import { makeSharedData } from '../threads/make-shared-data.js';
import { type Collection, collectRuns } from './collect-runs.js';
import { onThreads, type StartRunner, type StudyRunner } from './study-runner.js';

/** Options of {@link runStudy}. */
export interface RunStudyOptions {
  readonly settings: StudySettings;
  /** The resolved settings, if they are known. Default: the settings are resolved. */
  readonly study?: ResolvedStudy;
  /** The table of the settings `data` or `query`, as `@reluctant/tables` reads it. Default: none, the data are made. */
  readonly table?: TableSource | undefined;
  /** The run directory; created if it is missing. */
  readonly out: string;
  /** True to continue an unfinished study. Default false. */
  readonly resume?: boolean;
  /** Returns the versions of packages, stored in `environment.json`; called once training has begun. */
  readonly versions?: () => Readonly<Record<string, string>>;
  /** URL against which paths of users' activation modules are resolved. Default: the working directory. */
  readonly base?: string;
  /** Runs the jobs. Default: threads of this process, at most `n_workers` of the settings. */
  readonly startRunner?: StartRunner;
  /** Stops the study; finished runs are kept. */
  readonly signal?: AbortSignal;
  /** Called once, before the first report of a study with missing runs. */
  readonly onStart?: (study: StartedStudy) => void;
  /** Called with every report once it is stored. */
  readonly onReport?: (report: JobReport) => void;
  /** Called with each sentence to show to the user once, such as the choice of the engine. */
  readonly onNotice?: (sentence: string) => void;
}

/** The options of {@link runStudy} that `runPlan` has, too. */
export const sharedOptionNames = {
  table: true,
  out: true,
  resume: true,
  versions: true,
  base: true,
  startRunner: true,
  signal: true,
  onStart: true,
  onReport: true,
  onNotice: true,
} as const;

const checkOptions = optionCheck<RunStudyOptions>('runStudy', { settings: true, study: true, ...sharedOptionNames });

/** A study at its start. */
export interface StartedStudy {
  readonly directory: RunDirectory;
  /** Number of threads that take jobs, as far as it is known. */
  readonly workers: number;
  /** Jobs to run, without those that were finished before. */
  readonly jobs: readonly StartedJob[];
}

/** How a study ended. */
export type StudyOutcome =
  /** Every run is finished. `before`: all were finished before this start. */
  | {
      readonly kind: 'finished';
      readonly summary: StudySummary;
      /** Rows of all epochs, read from the directory one after the other. */
      readonly rows: Iterable<EpochRow>;
      /** Rows of the last epochs. */
      readonly lastRows: readonly EpochRow[];
      readonly tests: readonly TestRow[];
      readonly before: boolean;
    }
  /** The signal stopped it, or jobs failed, one sentence each. */
  | ({ readonly kind: 'unfinished'; readonly done: number; readonly jobs: number } & Collection);

/**
 * Runs a study: settings → configuration → jobs → worker threads → run directory → summary.
 *
 * @throws ReluctantError for impossible settings and for directories that cannot be used
 */
export async function runStudy(options: RunStudyOptions): Promise<StudyOutcome> {
  checkOptions(options);
  const threads = new IdleThreads();
  try {
    return await runStudyOn(threads, options);
  } finally {
    await threads.dispose();
  }
}

/** {@link runStudy} on threads that the next study can reuse. */
export async function runStudyOn(threads: IdleThreads, options: RunStudyOptions): Promise<StudyOutcome> {
  const { settings, out, resume = false, signal, onStart, onReport, onNotice } = options;
  const study = options.study ?? (await resolveStudy(settings, { base: options.base, table: options.table }));
  const fresh = !existsSync(out);
  // Runs that are trained elsewhere take no memory here, but the data do.
  const threadsHere = options.startRunner === undefined ? settings.n_workers : 1;
  if (fresh) await refuseLargeStudies([study.config], threadsHere);
  // Threads are slow to start. In a new directory there is certainly work, so they start while the data are made.
  const startRunner = options.startRunner ?? onThreads(threads, settings.n_workers);
  const started = fresh ? await startRunner({ study, out, jobs: studyJobs(study.config) }) : undefined;
  let directory: RunDirectory;
  let early: readonly StudyData[];
  try {
    // Making one data set first detects impossible settings before a directory is created.
    early = fresh ? makeSharedData({ ...study.config, data_seeds: 1 }, { table: options.table }) : [];
    directory = RunDirectory.open(out, study.config, resume);
  } catch (error) {
    await started?.dispose();
    throw error;
  }
  try {
    if (directory.state === 'finished') {
      return finished(directory, readSummary(out), true);
    }
    if (!fresh) await refuseLargeStudies([study.config], threadsHere);
    const { config } = directory;
    // What can be decided depends on how often the study was looked at, which the directory knows.
    for (const notice of [...study.notices, ...undecidable(config)]) onNotice?.(notice);
    for (const damage of directory.damages) onNotice?.(`${damage}; it is made again`);
    const jobs = directory.missingJobs();
    const runner = started ?? (await startRunner({ study, out, jobs }));
    onStart?.({ directory, workers: runner.workers, jobs });
    const working = doJobs({ study, directory, runner, early, table: options.table, signal, onReport });
    // The statistics are slow to load, so this happens while the workers train.
    const summarising = import('./summarise-directory.js');
    // Written while the workers train, so that an unfinished study says where it was begun, too.
    try {
      directory.writeJson(
        'environment.json',
        readEnvironment(config, runner.workers, options.versions?.() ?? {}, settings),
      );
    } catch (error) {
      await runner.dispose();
      await working.catch(() => undefined);
      throw error;
    }
    const { collection, data } = await working;
    if (collection.aborted || collection.failures.length > 0) {
      const all = studyJobs(config);
      const done = all.filter((job) => directory.isDone(job)).length;
      return { kind: 'unfinished', ...collection, done, jobs: all.length };
    }
    const { summariseDirectory } = await summarising;
    const summary = summariseDirectory(config, directory, data);
    directory.writeJson('summary.json', summary);
    directory.finish();
    return finished(directory, summary, false);
  } finally {
    directory.close();
  }
}

function finished(
  directory: RunDirectory,
  summary: StudySummary,
  before: boolean,
): Extract<StudyOutcome, { kind: 'finished' }> {
  const { lastRows, tests } = directory;
  return {
    kind: 'finished',
    summary,
    before,
    tests,
    lastRows,
    get rows() {
      return directory.rows;
    },
  };
}

interface Work {
  readonly study: ResolvedStudy;
  readonly directory: RunDirectory;
  readonly runner: StudyRunner;
  /** The first data sets, if they exist already. */
  readonly early: readonly StudyData[];
  readonly table: TableSource | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onReport: ((report: JobReport) => void) | undefined;
}

async function doJobs({ study, directory, runner, early, table, signal, onReport }: Work): Promise<{
  readonly collection: Collection;
  readonly data: readonly StudyData[];
}> {
  try {
    const data = makeSharedData(study.config, { made: early, table });
    runner.setContext({ config: study.config, data, ...(study.kernels && { kernels: study.kernels }) });
    const collection = await collectRuns(directory, runner, onReport, signal);
    return { collection, data };
  } finally {
    await runner.dispose();
  }
}
