import type { Machine } from './machine.js';

/** What `pnpm bench:study` found; stored as tooling/benchmarks/results/study.json. */
export interface StudyResult {
  readonly machine: Machine;
  /** The command that measured it. */
  readonly command: string;
  readonly epochs: number;
  readonly repeats: number;
  /** Seconds that `--plots` adds to our whole study, pair by pair. Absent in older results. */
  readonly pictures?: { readonly seconds: readonly number[]; readonly median: number };
  readonly rungs: readonly RungResult[];
}

/** One rung's seconds, run by run, their medians, and how many times longer than ours it took on the same work. */
export interface RungResult {
  readonly name: string;
  readonly title: string;
  readonly work: string;
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  readonly medianWall: number;
  readonly medianCpu: number;
  /** Median of `ratios`; 1 for ours. */
  readonly ratio: number;
  /** In each repeat: this rung's wall / the median of our runs right before it. */
  readonly ratios?: readonly number[];
  /** The output of the program: versions, BLAS, threads, import seconds, last-epoch means. */
  readonly said: unknown;
}
