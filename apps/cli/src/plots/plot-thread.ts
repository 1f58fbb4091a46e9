import { Worker } from 'node:worker_threads';
import type { EpochRow } from '@reluctant/metrics';
import { type JobReport, type StartedStudy, StudyError } from '@reluctant/study';
import type { PlotRequest, PlotResponse } from './plot-messages.js';

/** The share of the jobs after which the drawing thread loads what it needs. */
const warmAfter = 0.6;

/**
 * The thread that draws. It starts while the training ends, so that loading Vega, resvg and fonts costs little time of its own;
 * with nothing to train it starts when drawing is asked for.
 */
export class PlotThread {
  #worker: Worker | undefined;
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
   * Draws all pictures of a study into `<directory>/plots`.
   *
   * @param rows - in any order
   * @param strategies - the order of the legends
   * @returns the paths written
   * @throws StudyError (failure) when a picture cannot be drawn or written
   */
  draw(rows: readonly EpochRow[], strategies: readonly string[], directory: string): Promise<readonly string[]> {
    const worker = this.#start();
    const place = new Map(strategies.map((name, index) => [name, index]));
    const placeOf = ({ strategy }: EpochRow): number => place.get(strategy) ?? strategies.length;
    // Rows come in the order in which runs ended; the pictures must not depend on it.
    const sorted = [...rows].sort((a, b) => placeOf(a) - placeOf(b) || a.run - b.run || a.epoch - b.epoch);
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new StudyError(`cannot draw the pictures: ${reason}`, 'failure'));
      worker.once('message', (response: PlotResponse) =>
        response.kind === 'drawn' ? resolve(response.paths) : fail(response.message),
      );
      worker.once('error', (error) => fail(error.message));
      worker.once('exit', () => fail('the drawing thread ended too early'));
      worker.postMessage({ kind: 'draw', rows: sorted, directory } satisfies PlotRequest);
    });
  }

  async dispose(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker === undefined) {
      this.#worker = new Worker(new URL('./plot-worker.js', import.meta.url));
      this.#worker.on('error', () => undefined);
      this.#worker.postMessage({ kind: 'warm' } satisfies PlotRequest);
    }
    return this.#worker;
  }
}
