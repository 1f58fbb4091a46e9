import { optionCheck } from '@reluctant/errors';
import { jobCost } from '@reluctant/study';
import type { StartRunner } from '../run/study-runner.js';
import { type JobEvent, JobQueue } from './job-queue.js';
import { loadQueuePackages } from './load-queue-packages.js';
import { parseQueueAddress } from './queue-address.js';
import { QueueRunner } from './queue-runner.js';
import { RedisLink } from './redis-link.js';
import { sessionOf } from './session-of.js';

/** Options of {@link connectQueue}. */
export interface ConnectQueueOptions {
  /** URL of a Redis or Valkey server, such as `redis://host:6379`. */
  readonly queue: string;
  /** A file with certificates of authorities to trust, in PEM, for `rediss:`. Default: those that Node trusts. */
  readonly queue_ca?: string | undefined;
  /** Of the program; workers of another version refuse its jobs. */
  readonly version: string;
  /** Longest estimated seconds of a group of jobs on one thread; groups of short studies are shorter. Default 3. */
  readonly groupSeconds?: number;
  /** Seconds between two looks at all jobs, besides the events that tell of them. Default 30. */
  readonly lookSeconds?: number;
  /** Called with each sentence to show to the user, such as that the connection is lost. Default: none is shown. */
  readonly onNotice?: (sentence: string) => void;
}

const checkOptions = optionCheck<ConnectQueueOptions>('connectQueue', {
  ...{ queue: true, queue_ca: true, version: true, groupSeconds: true, lookSeconds: true, onNotice: true },
});

/** A connection to a queue. */
export interface ConnectedQueue {
  /** Runs the jobs of studies on the workers of the queue; an option of `runStudy` and `runPlan`. */
  readonly startRunner: StartRunner;
  /** Address of the server without name and password. */
  readonly address: string;
  /** Ends the connection. */
  close(): Promise<void>;
}

/**
 * Connects to the queue of a Redis or Valkey server, through which `runQueueWorker` on other machines runs the jobs of
 * studies.
 *
 * @throws ReluctantError (usage) for a URL that is none, (failure) in one sentence when the packages are not installed,
 *   there is no connection, or the server may lose jobs
 */
export async function connectQueue(options: ConnectQueueOptions): Promise<ConnectedQueue> {
  checkOptions(options);
  const { version, groupSeconds = 3, lookSeconds = 30, onNotice = () => undefined } = options;
  const address = parseQueueAddress(options.queue, options.queue_ca);
  const packages = await loadQueuePackages();
  const link = await RedisLink.open(packages, address, onNotice);
  let runner: QueueRunner | undefined;
  const queue = await JobQueue.open(packages, link, (event: JobEvent) => runner?.see(event));
  return {
    address: address.shown,
    startRunner: async ({ study: { config }, out }) => {
      runner = new QueueRunner({
        ...{ link, queue, version, groupSeconds, lookSeconds, onNotice },
        session: sessionOf(out, config),
        workers: await queue.threads(),
        cost: (job) => jobCost(config, job),
      });
      return runner;
    },
    async close() {
      await queue.close();
      link.close();
    },
  };
}
