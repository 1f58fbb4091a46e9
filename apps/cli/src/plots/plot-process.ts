import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ReluctantError } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import type { StartedStudy } from '@reluctant/runner';
import { type JobReport, jobKey } from '@reluctant/study';
import { type Drawing, type PlotRequest, plotResponseSchema } from './plot-messages.js';

/** The study that is running. */
interface StudyUnderWay {
  readonly directory: string;
  /** False when the study resumes an earlier session, whose rows are not among the reports. */
  readonly whole: boolean;
  /** Lines of unfinished jobs, by job; dropped when a job restarts. */
  readonly open: Map<string, string>;
}

/**
 * The drawing process. It is a process and not a thread, so that it can have a lower priority than training. It starts immediately
 * and loads Vega while the first nets train. It receives the rows of each finished run as text and parses them itself.
 */
export class PlotProcess {
  readonly #signal: AbortSignal;
  #child: ChildProcess;
  #ended = false;
  #study: StudyUnderWay | undefined;

  /** @param signal - stops drawing */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#child = this.#start();
  }

  /** Announces the study that starts. */
  expect({ directory }: StartedStudy): void {
    this.#study = { directory: directory.path, whole: directory.rows.length === 0, open: new Map() };
  }

  /** Handles a report of the training. */
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
    if (report.kind === 'restarted' || !study.whole || lines === '') return;
    this.#post({ kind: 'lines', directory: study.directory, lines });
  }

  /**
   * Draws into `<directory>/plots`.
   *
   * @param rows - returns the rows of the study, in any order; only called when the process does not have them
   * @returns the paths written
   * @throws ReluctantError (failure) when a picture cannot be drawn or written
   * @throws the reason of the signal when it stops the drawing
   */
  async draw(drawing: Drawing, rows: () => readonly EpochRow[], directory: string): Promise<readonly string[]> {
    const study = this.#study;
    // A process that has ended has lost its rows.
    const handedOver = !this.#ended && study?.directory === directory && study.whole;
    if (this.#ended) this.#child = this.#start();
    const child = this.#child;
    const signal = this.#signal;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => {
        release();
        reject(new ReluctantError('input-output', `cannot draw the pictures: ${reason}`));
      };
      const onMessage = (message: unknown): void => {
        const response = plotResponseSchema.safeParse(message);
        if (!response.success) {
          fail('the drawing process sent a message that this version does not understand');
        } else if (response.data.kind === 'failed') {
          fail(response.data.message);
        } else {
          release();
          resolve(response.data.paths);
        }
      };
      const onError = (error: Error): void => fail(error.message);
      const onExit = (): void => fail('the drawing process exited unexpectedly');
      const onAbort = (): void => {
        release();
        reject(signal.reason);
      };
      const release = (): void => {
        signal.removeEventListener('abort', onAbort);
        child.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      signal.addEventListener('abort', onAbort);
      child.on('message', onMessage).on('error', onError).on('exit', onExit);
      this.#post({ kind: 'draw', drawing, rows: handedOver ? undefined : rows(), directory });
    });
  }

  /** Ends the process between two files, and resolves when it has ended. */
  async dispose(): Promise<void> {
    if (this.#ended) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }

  #start(): ChildProcess {
    this.#ended = false;
    const child = fork(fileURLToPath(new URL('./plot-main.js', import.meta.url)), {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    giveWay(child);
    // The error is reported when something is to be drawn.
    child.on('error', () => {
      // It may not have started, and never exits then.
      this.#ended ||= child.pid === undefined;
    });
    child.on('exit', () => {
      this.#ended = true;
    });
    return child;
  }

  #post(request: PlotRequest): void {
    // Sending fails only if the process has ended, which is handled elsewhere.
    this.#child.send(request, () => undefined);
  }
}

/** Lowers the priority of the drawing process below that of training. */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some systems do not allow it; both then have equal priority.
  }
}
