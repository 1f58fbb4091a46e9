import { availableParallelism } from 'node:os';
import { optionCheck } from '@reluctant/errors';
import { loadQueuePackages } from './load-queue-packages.js';
import { parseQueueAddress } from './queue-address.js';
import { QueueWorker } from './queue-worker.js';
import { RedisLink } from './redis-link.js';

/** Options of {@link runQueueWorker}. */
export interface RunQueueWorkerOptions {
  /** URL of a Redis or Valkey server, such as `redis://host:6379`. */
  readonly queue: string;
  /** A file with certificates of authorities to trust, in PEM, for `rediss:`. Default: those that Node trusts. */
  readonly queue_ca?: string | undefined;
  /** Of the program; jobs of another version are refused. */
  readonly version: string;
  /** Number of threads. Default: the number of cores, which is always the most. */
  readonly n_workers?: number | undefined;
  /** Seconds for which a job belongs to this worker unless it renews that, which it does all the time. Default 30. */
  readonly lease?: number | undefined;
  /** Seconds between two looks for jobs whose worker has vanished. Default 30. */
  readonly stall_interval?: number | undefined;
  /**
   * URLs or names of the activation modules that may be loaded, as the strategies of a study name them. Default: none.
   */
  readonly modules?: readonly string[];
  /** Stops the worker; groups under way go back to the queue with what they have. */
  readonly signal: AbortSignal;
  /**
   * Called once the worker takes jobs, with the address of the server without name and password, and the number of
   * threads.
   */
  readonly onStart?: (address: string, threads: number) => void;
  /** Called with the number of runs of each group that has ended here. */
  readonly onGroup?: (runs: number) => void;
  /** Called with each sentence to show to the user, such as that the connection is lost. */
  readonly onNotice?: (sentence: string) => void;
}

const checkOptions = optionCheck<RunQueueWorkerOptions>('runQueueWorker', {
  ...{ queue: true, queue_ca: true, version: true, n_workers: true, lease: true, stall_interval: true, modules: true },
  ...{ signal: true, onStart: true, onGroup: true, onNotice: true },
});

/**
 * Takes jobs of studies from a queue and trains them on threads of this process, until the signal stops it.
 *
 * @throws ReluctantError (usage) for a URL that is none; (failure) in one sentence when the packages are not installed,
 *   there is no connection, the server may lose jobs, or a study in the queue is of another version or engine build
 */
export async function runQueueWorker(options: RunQueueWorkerOptions): Promise<void> {
  checkOptions(options);
  const {
    version,
    n_workers = Number.POSITIVE_INFINITY,
    lease = 30,
    stall_interval = 30,
    modules = [],
    signal,
  } = options;
  const { onStart, onGroup = () => undefined, onNotice = () => undefined } = options;
  const address = parseQueueAddress(options.queue, options.queue_ca);
  const packages = await loadQueuePackages();
  const link = await RedisLink.open(packages, address, onNotice);
  try {
    const threads = Math.max(1, Math.min(n_workers, availableParallelism()));
    const worker = new QueueWorker(packages, link, {
      ...{ threads, version, modules, onGroup, lease: lease * 1000, stallInterval: stall_interval * 1000 },
    });
    onStart?.(address.shown, threads);
    await worker.run(signal);
  } finally {
    link.close();
  }
}
