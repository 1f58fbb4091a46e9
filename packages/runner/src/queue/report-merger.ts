import {
  endsJob,
  epochRowSchema,
  type JobReport,
  jobKey,
  type RowsReport,
  type StartedJob,
  type StudyJob,
} from '@reluctant/study';

/** What has arrived of a run. */
interface Arrived {
  epoch: number;
  ended: boolean;
}

/**
 * Turns results that may arrive twice, late, or from several workers into the reports of a `JobRunner`: each row once
 * and in order, one end of each run. This is possible because runs are bit-identical wherever they run: the row of an
 * epoch is the same from every worker, except for its wall time.
 */
export class ReportMerger {
  readonly #runs: ReadonlyMap<string, Arrived>;
  readonly #epochs: number;
  #open: number;

  /**
   * @param jobs - the runs that are to be done
   * @param epochs - epochs of a run
   */
  constructor(jobs: readonly StartedJob[], epochs: number) {
    this.#runs = new Map(jobs.map((job) => [jobKey(job), { epoch: job.from?.epoch ?? 0, ended: false }]));
    this.#epochs = epochs;
    this.#open = this.#runs.size;
  }

  /** Whether a run is one of those to be done and has not ended. */
  isOpen(job: StudyJob): boolean {
    return this.#runs.get(jobKey(job))?.ended === false;
  }

  /** Whether every run has ended. */
  get allEnded(): boolean {
    return this.#open === 0;
  }

  /**
   * The new part of a report: the report itself, the rows of it that have not arrived before, or nothing.
   *
   * @returns `gap` when earlier rows of the run are missing or a row is not one of a study, so that the run must be
   * done again
   */
  accept(report: JobReport): JobReport | 'gap' | undefined {
    const run = this.#runs.get(jobKey(report));
    if (run === undefined || run.ended || report.kind === 'restarted') return undefined;
    if (report.kind === 'rows') return acceptRows(report, run);
    if (report.kind === 'partial') return report.epoch === run.epoch ? report : undefined;
    if (report.kind === 'finished' && run.epoch !== this.#epochs) return 'gap';
    if (endsJob(report)) {
      run.ended = true;
      this.#open -= 1;
    }
    return report;
  }
}

function acceptRows(report: RowsReport, run: Arrived): RowsReport | 'gap' | undefined {
  const fresh: string[] = [];
  for (const line of report.lines.split('\n')) {
    if (line === '') continue;
    const row = rowOf(line);
    if (row === undefined || row.strategy !== report.strategy || row.run !== report.run) return 'gap';
    if (row.epoch <= run.epoch) continue;
    if (row.epoch !== run.epoch + fresh.length + 1) return 'gap';
    fresh.push(`${line}\n`);
  }
  if (fresh.length === 0) return undefined;
  run.epoch += fresh.length;
  return { ...report, epochs: fresh.length, lines: fresh.join('') };
}

function rowOf(line: string): { readonly strategy: string; readonly run: number; readonly epoch: number } | undefined {
  try {
    return epochRowSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
