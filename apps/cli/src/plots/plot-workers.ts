import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EpochRow } from '@reluctant/metrics';
import { type JobReport, type StartedStudy, StudyError } from '@reluctant/study';
import type { PlotRequest, PlotResponse } from './plot-messages.js';
import type { NamedChart } from './study-charts.js';

/** The share of the jobs after which drawing threads load what they need. */
const warmAfter = 0.6;

/**
 * Threads that draw. They start while the training ends, so that loading Vega, resvg and fonts costs little time of its own;
 * with nothing to train they start when drawing is asked for.
 */
export class PlotWorkers {
  #workers: Worker[] = [];
  #toEnd = Number.POSITIVE_INFINITY;
  #ended = 0;

  /** Says how much there is to train. */
  expect({ jobs }: StartedStudy): void {
    this.#toEnd = jobs.length;
  }

  /** Follows the training. */
  see(report: JobReport): void {
    if (report.kind === 'rows' || report.kind === 'restarted') return;
    this.#ended += 1;
    if (this.#ended >= warmAfter * this.#toEnd) this.#start();
  }

  /**
   * Draws all charts of a study into `<out>/plots`.
   *
   * @returns the paths written
   * @throws StudyError (failure) when a picture cannot be drawn or written
   */
  async draw(rows: readonly EpochRow[], strategies: readonly string[], out: string): Promise<readonly string[]> {
    this.#start();
    // Loaded when needed: a study without pictures does not pay for it.
    const { studyCharts } = await import('./study-charts.js');
    const charts = studyCharts(rows, strategies);
    const directory = join(out, 'plots');
    const shares = this.#workers.map((_, index) =>
      charts.filter((__, chart) => chart % this.#workers.length === index),
    );
    const paths = await Promise.all(
      this.#workers.map((worker, index) => drawn(worker, shares[index] ?? [], directory)),
    );
    return charts.flatMap(({ name }) => paths.flat().filter((path) => path.startsWith(`${join(directory, name)}.`)));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(): void {
    if (this.#workers.length > 0) return;
    const count = Math.min(2, availableParallelism());
    this.#workers = Array.from({ length: count }, () => new Worker(new URL('./plot-worker.js', import.meta.url)));
    for (const worker of this.#workers) worker.postMessage({ kind: 'warm' } satisfies PlotRequest);
  }
}

function drawn(worker: Worker, charts: readonly NamedChart[], directory: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new StudyError(`cannot draw the pictures: ${reason}`, 'failure'));
    worker.once('message', (response: PlotResponse) =>
      response.kind === 'drawn' ? resolve(response.paths) : fail(response.message),
    );
    worker.once('error', (error) => fail(error.message));
    worker.postMessage({ kind: 'draw', charts, directory } satisfies PlotRequest);
  });
}
