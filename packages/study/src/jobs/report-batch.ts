import type { EpochRow } from '@reluctant/metrics';
import type { JobReport } from './job.js';

/** Rows wait at most this long, in milliseconds, before they are sent: often enough for a progress bar. */
const longestWait = 250;

/** Gathers reports so that messages are few: rows of one run become one report, sent when the run ends or after a while. */
export class ReportBatch {
  readonly #send: (reports: readonly JobReport[]) => void;
  #reports: JobReport[] = [];
  #rows: EpochRow[] = [];
  #sentAt = performance.now();

  constructor(send: (reports: readonly JobReport[]) => void) {
    this.#send = send;
  }

  add(report: JobReport): void {
    if (report.kind === 'rows') {
      this.#rows.push(...report.rows);
    } else {
      this.#closeRows();
      this.#reports.push(report);
    }
    if (performance.now() - this.#sentAt >= longestWait) this.flush();
  }

  /** Sends what has gathered. */
  flush(): void {
    this.#closeRows();
    if (this.#reports.length > 0) this.#send(this.#reports);
    this.#reports = [];
    this.#sentAt = performance.now();
  }

  #closeRows(): void {
    const first = this.#rows[0];
    if (first === undefined) return;
    this.#reports.push({ kind: 'rows', strategy: first.strategy, run: first.run, rows: this.#rows });
    this.#rows = [];
  }
}
