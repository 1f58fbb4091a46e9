import type { Machine } from './machine.js';

/** What `pnpm bench:demo` found; stored as tooling/benchmarks/results/demo.json. */
export interface DemoResult {
  readonly machine: Machine;
  readonly command: string;
  /**
   * The output of the demonstration without the paths of pictures; times, which depend on the machine, are replaced by
   * an ellipsis.
   */
  readonly lines: readonly string[];
}
