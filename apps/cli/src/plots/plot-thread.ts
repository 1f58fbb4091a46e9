import { Worker } from 'node:worker_threads';
import { type JobReport, type StartedStudy, StudyError } from '@reluctant/study';
import type { Drawing, PlotRequest, PlotResponse } from './plot-messages.js';

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
    this.#ended = 0;
  }

  /** Follows the training. */
  see(report: JobReport): void {
    if (report.kind === 'rows' || report.kind === 'restarted') return;
    this.#ended += 1;
    if (this.#ended >= warmAfter * this.#toEnd) this.#start();
  }

  /**
   * Draws into `<directory>/plots`.
   *
   * @returns the paths written
   * @throws StudyError (failure) when a picture cannot be drawn or written
   */
  draw(drawing: Drawing, directory: string): Promise<readonly string[]> {
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
        end();
      };
      const fail = (reason: string): void =>
        settle(() => reject(new StudyError(`cannot draw the pictures: ${reason}`, 'failure')));
      worker.on('message', (response: PlotResponse) =>
        response.kind === 'drawn' ? settle(() => resolve(response.paths)) : fail(response.message),
      );
      worker.on('error', (error) => fail(error.message));
      worker.on('exit', () => fail('the drawing thread ended too early'));
      worker.postMessage({ kind: 'draw', drawing, directory } satisfies PlotRequest);
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
