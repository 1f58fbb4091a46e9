import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stopOnSignals } from '@reluctant/command-line';
import { invalidOption } from '@reluctant/errors';
import { cliVersion } from '../cli-version.js';
import { queueAuthorities, queueUrl } from '../flags/queue-url.js';

/** Flags of `reluctant worker`. */
export interface WorkerFlags {
  readonly queue?: string | true;
  readonly queue_ca?: string;
  readonly n_workers?: string;
  readonly lease?: string;
  readonly stall_interval?: string;
  readonly module?: readonly string[];
  readonly quiet?: boolean;
}

/**
 * `reluctant worker`: trains the runs of studies from a queue until a signal stops it.
 *
 * @returns the exit code, 130 after Ctrl-C
 */
export async function workerCommand(flags: WorkerFlags): Promise<number> {
  const url = queueUrl(flags.queue ?? true);
  const n_workers = readPositive(flags, 'n_workers', true);
  const lease = readPositive(flags, 'lease', false);
  const stall_interval = readPositive(flags, 'stall_interval', false);
  const { runQueueWorker } = await import('@reluctant/runner/queue');
  const stopping = stopOnSignals();
  const say = (sentence: string): void => {
    if (flags.quiet !== true) process.stderr.write(`${sentence}\n`);
  };
  try {
    await runQueueWorker({
      ...{
        queue: url,
        queue_ca: queueAuthorities(flags.queue_ca),
        version: cliVersion(),
        n_workers,
        lease,
        stall_interval,
      },
      modules: (flags.module ?? []).map(moduleUrl),
      signal: stopping.signal,
      onStart: (address, threads) =>
        say(`takes runs from ${address} on ${threads === 1 ? 'one thread' : `${threads} threads`}; Ctrl-C stops it`),
      onGroup: (runs) => say(runs === 1 ? 'one run is done' : `${runs} runs are done`),
      onNotice: say,
    });
    return stopping.exitCode() ?? 0;
  } finally {
    stopping.release();
  }
}

/** The URL of a file, as a study names its activation modules; other names are those of packages. */
function moduleUrl(path: string): string {
  return /^[./]/.test(path) ? pathToFileURL(resolve(path)).href : path;
}

function readPositive(
  flags: WorkerFlags,
  name: 'n_workers' | 'lease' | 'stall_interval',
  whole: boolean,
): number | undefined {
  const text = flags[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  // As many threads as `reluctant run` takes. A day is more than any lease needs, and timers hold no more than 24 days.
  const most = whole ? 1024 : 86_400;
  if (text.trim() !== '' && value > 0 && value <= most && (!whole || Number.isInteger(value))) return value;
  const expected = whole ? `a whole number from 1 to ${most}` : `a number of seconds above 0, at most ${most}`;
  throw invalidOption(name, expected, text);
}
