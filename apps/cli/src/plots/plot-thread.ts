import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { EpochRow } from '@reluctant/metrics';
import { type JobReport, jobKey, type StartedStudy, StudyError } from '@reluctant/study';
import type { Drawing, PlotRequest, PlotResponse } from './plot-messages.js';

/** The share of the jobs after which the drawing thread loads what it needs. */
const warmAfter = 0.6;

/** What is known of the study under way. */
interface StudyUnderWay {
  readonly directory: string;
  readonly strategies: readonly string[];
  /** False when the study goes on from an earlier session, whose rows are not among the reports. */
  readonly whole: boolean;
  readonly toEnd: number;
  ended: number;
  /** Lines of jobs under way, by job: a job that is begun again takes them back. */
  readonly open: Map<string, string>;
  /** Lines of jobs that ended, not yet handed over. */
  ready: string[];
}

/**
 * The thread that draws. It starts while the training ends, so that loading Vega, resvg and fonts costs little time of its own;
 * with nothing to train it starts when drawing is asked for. Rows go to it as the runs end, as the text that they travel in: taking
 * them apart is left to it.
 */
export class PlotThread {
  /** Whether quantile bands of gates are drawn. */
  readonly quantiles: boolean;
  #worker: Worker | undefined;
  #study: StudyUnderWay | undefined;

  /** @param quantiles - whether quantile bands of gates will be drawn */
  constructor(quantiles: boolean) {
    this.quantiles = quantiles;
  }

  /** Says what there is to train. */
  expect({ directory, jobs }: StartedStudy): void {
    this.#study = {
      directory: directory.path,
      strategies: directory.config.strategies.map(({ name }) => name),
      whole: directory.rows.length === 0,
      toEnd: jobs.length,
      ended: 0,
      open: new Map(),
      ready: [],
    };
  }

  /** Follows the training. */
  see(report: JobReport): void {
    const study = this.#study;
    if (study === undefined) return;
    const key = jobKey(report);
    if (report.kind === 'rows') {
      study.open.set(key, (study.open.get(key) ?? '') + report.lines);
      return;
    }
    const lines = study.open.get(key) ?? '';
    study.open.delete(key);
    if (report.kind === 'restarted') return;
    study.ready.push(lines);
    study.ended += 1;
    if (study.ended >= warmAfter * study.toEnd) this.#handOver(study);
  }

  /**
   * Draws into `<directory>/plots`.
   *
   * @param rows - gives the rows of the study, in any order; only asked for when the thread does not have them
   * @returns the paths written
   * @throws StudyError (failure) when a picture cannot be drawn or written
   */
  draw(drawing: Drawing, rows: () => readonly EpochRow[], directory: string): Promise<readonly string[]> {
    const study = this.#study;
    const handedOver = study?.directory === directory && study.whole && drawing.quantiles === this.quantiles;
    if (handedOver) this.#handOver(study);
    const worker = this.#start(drawing.strategies);
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
      this.#post(worker, { kind: 'draw', drawing, rows: handedOver ? undefined : rows(), directory });
    });
  }

  async dispose(): Promise<void> {
    await this.#worker?.terminate();
  }

  #handOver(study: StudyUnderWay): void {
    const worker = this.#start(study.strategies);
    if (!study.whole || study.ready.length === 0) return;
    this.#post(worker, {
      kind: 'lines',
      directory: study.directory,
      lines: study.ready.join(''),
      quantiles: this.quantiles,
    });
    study.ready = [];
  }

  #start(strategies: readonly string[]): Worker {
    if (this.#worker === undefined) {
      // Shared, for what is set there for resvg must be seen by resvg.
      this.#worker = new Worker(new URL('./plot-worker.js', import.meta.url), { env: SHARE_ENV });
      this.#worker.on('error', () => undefined);
      this.#post(this.#worker, { kind: 'warm', strategies });
    }
    return this.#worker;
  }

  #post(worker: Worker, request: PlotRequest): void {
    worker.postMessage(request);
  }
}
