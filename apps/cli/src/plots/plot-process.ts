import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EpochRow } from '@reluctant/metrics';
import { type JobReport, jobKey, type StartedStudy, StudyError } from '@reluctant/study';
import type { Drawing, PlotRequest, PlotResponse } from './plot-messages.js';

/** The share of the jobs after which the drawing process loads what it needs. */
const warmAfter = 0.6;

/** What is known of the study under way. */
interface StudyUnderWay {
  readonly directory: string;
  readonly strategies: readonly string[];
  readonly epochs: number;
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
 * The process that draws: a process and not a thread, for it wants an engine set for short work (see `plot-main.ts`). It starts while the training ends, so that loading Vega, resvg and fonts costs little time of its own;
 * with nothing to train it starts when drawing is asked for. Rows go to it as the runs end, as the text that they travel in: taking
 * them apart is left to it.
 */
export class PlotProcess {
  /** Whether quantile bands of gates are drawn. */
  readonly quantiles: boolean;
  #child: ChildProcess | undefined;
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
      epochs: directory.config.epochs,
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
   * @param rows - gives the rows of the study, in any order; only asked for when the process does not have them
   * @returns the paths written
   * @throws StudyError (failure) when a picture cannot be drawn or written
   */
  draw(drawing: Drawing, rows: () => readonly EpochRow[], directory: string): Promise<readonly string[]> {
    const study = this.#study;
    const handedOver = study?.directory === directory && study.whole && drawing.quantiles === this.quantiles;
    if (handedOver) this.#handOver(study);
    const child = this.#start(study);
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        for (const event of ['message', 'error', 'exit']) child.removeAllListeners(event);
        // One that dies later is started anew when it is needed.
        this.#listen(child);
        end();
      };
      const fail = (reason: string): void =>
        settle(() => reject(new StudyError(`cannot draw the pictures: ${reason}`, 'failure')));
      child.on('message', (response: PlotResponse) =>
        response.kind === 'drawn' ? settle(() => resolve(response.paths)) : fail(response.message),
      );
      child.on('error', (error) => fail(error.message));
      child.on('exit', () => fail('the drawing process ended too early'));
      this.#post(child, { kind: 'draw', drawing, rows: handedOver ? undefined : rows(), directory });
    });
  }

  /** Ends the process. It writes files whole, so none is left torn. */
  dispose(): void {
    this.#child?.kill('SIGKILL');
  }

  #handOver(study: StudyUnderWay): void {
    const child = this.#start(study);
    if (!study.whole || study.ready.length === 0) return;
    this.#post(child, {
      kind: 'lines',
      directory: study.directory,
      lines: study.ready.join(''),
      quantiles: this.quantiles,
    });
    study.ready = [];
  }

  #start(study: StudyUnderWay | undefined): ChildProcess {
    if (this.#child === undefined) {
      this.#child = fork(fileURLToPath(new URL('./plot-main.js', import.meta.url)), {
        execArgv: [],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      this.#listen(this.#child);
      this.#post(this.#child, {
        kind: 'warm',
        strategies: study?.strategies ?? ['relu'],
        epochs: study?.epochs ?? 1,
      });
    }
    return this.#child;
  }

  #listen(child: ChildProcess): void {
    child.on('error', () => undefined);
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
  }

  #post(child: ChildProcess, request: PlotRequest): void {
    // Why it could not be sent shows when drawing: the process has ended.
    child.send(request, () => undefined);
  }
}
