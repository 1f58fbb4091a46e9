import type { Machine } from './machine.js';

/** What `pnpm chaos:growth` found; stored as tooling/benchmarks/results/growth.json. */
export interface GrowthResult {
  readonly machine: Machine;
  readonly command: string;
  /** Runs of every study of {@link rows}. */
  readonly runs: number;
  /** Studies with more and more rows. */
  readonly rows: readonly GrowthRow[];
  readonly manyRuns: ManyRuns;
}

/** One study, and the commands on it. */
export interface GrowthRow {
  readonly rows: number;
  /** Length of `metrics.jsonl`. */
  readonly bytes: number;
  readonly commands: readonly CommandUse[];
}

/** What one command took. */
export interface CommandUse {
  /** As in the documentation, without paths. */
  readonly command: string;
  /** Processor time of all its processes; it depends less on other work of the machine than time by the clock does. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Largest resident memory of any of its processes. */
  readonly peakMiB: number;
}

/** A study of many short runs, looked at while it runs. */
export interface ManyRuns {
  readonly command: string;
  readonly runs: number;
  /** From the first finished run to the last. */
  readonly samples: readonly RunSample[];
}

/** One look at the process. */
export interface RunSample {
  /** Finished runs. */
  readonly runs: number;
  readonly residentMiB: number;
  /** Open file descriptors. */
  readonly handles: number;
  readonly threads: number;
}
