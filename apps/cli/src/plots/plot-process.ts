import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ReluctantError } from '@reluctant/errors';
import type { EpochRow } from '@reluctant/metrics';
import type { StartedStudy } from '@reluctant/runner';
import { type JobReport, jobKey } from '@reluctant/study';
import { type Drawing, type PlotRequest, plotResponseSchema } from './plot-messages.js';

/** What is known of the study under way. */
interface StudyUnderWay {
  readonly directory: string;
  /** False when the study goes on from an earlier session, whose rows are not among the reports. */
  readonly whole: boolean;
  /** Lines of jobs under way, by job: a job that is begun again takes them back. */
  readonly open: Map<string, string>;
}

/**
 * The process that draws: a process and not a thread, so that it can have a lower priority than training. It starts at once and
 * loads Vega while the first nets train. Rows go to it as runs end, as the text that they travel in, which it parses itself.
 */
export class PlotProcess {
  #child: ChildProcess;
  #ended = false;
  #study: StudyUnderWay | undefined;

  constructor() {
    this.#child = this.#start();
  }

  /** Says what there is to train. */
  expect({ directory }: StartedStudy): void {
    this.#study = { directory: directory.path, whole: directory.rows.length === 0, open: new Map() };
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
    if (report.kind === 'restarted' || !study.whole || lines === '') return;
    this.#post({ kind: 'lines', directory: study.directory, lines });
  }

  /**
   * Draws into `<directory>/plots`.
   *
   * @param rows - gives the rows of the study, in any order; only asked for when the process does not have them
   * @returns the paths written
   * @throws ReluctantError (failure) when a picture cannot be drawn or written
   */
  draw(drawing: Drawing, rows: () => readonly EpochRow[], directory: string): Promise<readonly string[]> {
    const study = this.#study;
    // What was handed to a process that has ended is gone.
    const handedOver = !this.#ended && study?.directory === directory && study.whole;
    if (this.#ended) this.#child = this.#start();
    const child = this.#child;
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
      const onExit = (): void => fail('the drawing process ended too early');
      const release = (): void => {
        child.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      child.on('message', onMessage).on('error', onError).on('exit', onExit);
      this.#post({ kind: 'draw', drawing, rows: handedOver ? undefined : rows(), directory });
    });
  }

  /** Ends the process; a file it has not finished is not there. */
  dispose(): void {
    this.#child.kill();
  }

  #start(): ChildProcess {
    this.#ended = false;
    const child = fork(fileURLToPath(new URL('./plot-main.js', import.meta.url)), {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    giveWay(child);
    // That it is missing matters when there is something to draw.
    child.on('error', () => undefined);
    child.on('exit', () => {
      this.#ended = true;
    });
    return child;
  }

  #post(request: PlotRequest): void {
    // A message that does not arrive is one to a process that has ended.
    this.#child.send(request, () => undefined);
  }
}

/** Lets training go first: what is loaded and made ready meanwhile takes the time that is left over. */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some systems do not allow it: then both go at once.
  }
}
