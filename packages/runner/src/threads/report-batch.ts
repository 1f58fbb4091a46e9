import { type JobReport, jobKey, type RowsReport } from '@reluctant/study';

/** Milliseconds between messages with rows: short enough for a progress bar. */
const longestWait = 250;

/**
 * Batches reports to reduce the number of messages: rows of one run become one report, sent when the run ends or
 * after {@link longestWait} milliseconds.
 */
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

  /** Sends the collected reports. */
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
