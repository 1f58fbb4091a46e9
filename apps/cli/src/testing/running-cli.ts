import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Options of {@link RunningCli}. */
export interface RunningCliOptions {
  readonly cwd: string;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The built command line as a process that runs beside a test. */
export class RunningCli {
  /** The exit code; null after SIGKILL. */
  readonly ended: Promise<number | null>;
  /** What it has written to stdout and stderr. */
  output = '';
  readonly #process: ChildProcess;
  readonly #looks = new Set<() => void>();

  constructor(args: readonly string[], { cwd, env }: RunningCliOptions) {
    this.#process = spawn(process.execPath, [main, ...args], {
      ...{ cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.output += text.toString();
        for (const look of this.#looks) look();
      });
    }
    this.ended = new Promise((resolve) => this.#process.once('close', resolve));
  }

  /** A worker of a queue that takes over after a second. */
  static worker(queue: string, threads: number, options: RunningCliOptions): RunningCli {
    const flags = ['--n_workers', String(threads), '--lease', '1', '--stall_interval', '1'];
    return new RunningCli(['worker', ...flags], { ...options, env: { ...options.env, RELUCTANT_QUEUE: queue } });
  }

  /** Waits until it has written a text. */
  says(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!this.output.includes(text)) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
      void this.ended.then(() => reject(new Error(`the program has ended: ${this.output}`)));
    });
  }

  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<number | null> {
    this.#process.kill(signal);
    return this.ended;
  }
}
