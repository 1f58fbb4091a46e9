import type { Machine } from './machine.js';

/** What `pnpm bench:demo` found; stored as tooling/benchmarks/results/demo.json. */
export interface DemoResult {
  readonly machine: Machine;
  readonly command: string;
  /** What the demonstration printed, without its pictures' paths; times, which differ from machine to machine, are an ellipsis. */
  readonly lines: readonly string[];
}
