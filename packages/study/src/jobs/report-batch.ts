import { type JobReport, jobKey, type RowsReport } from './job.js';

/** Rows wait at most this long, in milliseconds, before they are sent: often enough for a progress bar. */
const longestWait = 250;

/** Gathers reports so that messages are few: rows of one run become one report, sent when the run ends or after a while. */
export class ReportBatch {
  readonly #send: (reports: readonly JobReport[]) => void;
  readonly #now: () => number;
  #reports: JobReport[] = [];
  #rows: RowsReport | undefined;
  #sentAt: number;

  /** @param now - a clock in milliseconds */
  constructor(send: (reports: readonly JobReport[]) => void, now: () => number = () => performance.now()) {
    this.#send = send;
    this.#now = now;
    this.#sentAt = now();
  }

  add(report: JobReport): void {
    if (report.kind === 'rows') {
      const before = this.#rows;
      if (before !== undefined && jobKey(before) === jobKey(report)) {
        this.#rows = {
          kind: 'rows',
          strategy: report.strategy,
          run: report.run,
          epochs: before.epochs + report.epochs,
          lines: before.lines + report.lines,
        };
      } else {
        this.#closeRows();
        this.#rows = report;
      }
    } else {
      this.#closeRows();
      this.#reports.push(report);
    }
    if (this.#now() - this.#sentAt >= longestWait) this.flush();
  }

  /** Sends what has gathered. */
  flush(): void {
    this.#closeRows();
    if (this.#reports.length > 0) this.#send(this.#reports);
    this.#reports = [];
    this.#sentAt = this.#now();
  }

  #closeRows(): void {
    if (this.#rows !== undefined) this.#reports.push(this.#rows);
    this.#rows = undefined;
  }
}
