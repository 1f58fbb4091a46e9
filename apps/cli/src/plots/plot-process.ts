import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { missingGlyphsText } from '@reluctant/command-line';
import { ReluctantError } from '@reluctant/errors';
import type { NamedChart } from '@reluctant/plotting';
import { type PlotRequest, plotResponseSchema } from './plot-messages.js';

/** Options of {@link PlotProcess}. */
export interface PlotOptions {
  /** Paths of fonts for characters that DejaVu Sans does not have. */
  readonly fonts: readonly string[];
  /** Takes a notice about characters that no font has. */
  readonly say: (text: string) => void;
}

/**
 * The drawing process. It is a process and not a thread, so that it can have a lower priority than training. It starts
 * immediately and loads Vega while the first nets train. It reads the rows of a study from its directory.
 */
export class PlotProcess {
  readonly #signal: AbortSignal;
  /** Paths of fonts for characters that DejaVu Sans does not have. */
  readonly fonts: readonly string[];
  readonly #say: PlotOptions['say'];
  #child: ChildProcess;
  #ended = false;

  /**
   * @param signal - stops drawing
   * @param options - see {@link PlotOptions}
   */
  constructor(signal: AbortSignal, { fonts, say }: PlotOptions) {
    this.#signal = signal;
    this.fonts = fonts;
    this.#say = say;
    this.#child = this.#start();
  }

  /**
   * Draws into `<directory>/plots`. Characters that no font has are named in a notice.
   *
   * @param charts - charts and their names. Default: all charts of the study in the directory
   * @returns the paths written
   * @throws ReluctantError (failure) when a picture cannot be drawn or written
   * @throws the reason of the signal when it stops the drawing
   */
  async draw(directory: string, charts?: Iterable<NamedChart>): Promise<readonly string[]> {
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
          const { paths, missing } = response.data;
          if (missing.length > 0) this.#say(missingGlyphsText(missing));
          resolve(paths);
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
      this.#post({ directory, ...(charts && { charts: [...charts] }), fonts: this.fonts });
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
