import type { Machine } from './machine.js';

/** What `pnpm bench:queue` found; stored as tooling/benchmarks/results/queue.json. */
export interface QueueResult {
  readonly cost: QueueCost;
  /** Absent until it was measured on an idle machine. */
  readonly throughput?: QueueThroughput;
}

/** What studies send through the server. */
export interface QueueCost {
  readonly command: string;
  readonly machine: Machine;
  readonly rows: readonly CostRow[];
}

/** One study, as the statistics of the server counted it. */
export interface CostRow {
  readonly title: string;
  readonly runs: number;
  readonly epochs: number;
  /** Bytes that the server received and sent. */
  readonly received: number;
  readonly sent: number;
  /** Commands that clients sent, each of which waits for its answer. Commands within scripts are not counted. */
  readonly roundTrips: number;
}

/** Seconds of one study on more and more worker processes of one thread each, and on the threads of one process. */
export interface QueueThroughput {
  readonly command: string;
  readonly machine: Machine;
  readonly runs: number;
  readonly epochs: number;
  readonly rows: readonly { readonly processes: number; readonly seconds: readonly number[] }[];
  /**
   * The same study without a queue, and through a queue with one worker process, on as many threads as there are cores;
   * in pairs.
   */
  readonly pairs: readonly { readonly local: number; readonly queue: number }[];
}
