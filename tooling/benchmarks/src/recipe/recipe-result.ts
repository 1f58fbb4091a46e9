import type { Machine } from '../machine.js';

/** One training of one cell, judged on its test rows. */
export interface RecipeRun {
  /** Name of the cell. */
  readonly cell: string;
  readonly seed: number;
  readonly dataSeed: number;
  readonly accuracy: number;
  readonly loss: number;
  /** Share of hidden activations that are exactly 0: mean over the hidden layers, and each of them. */
  readonly zeros: number;
  readonly zerosLayers: readonly number[];
}

/**
 * What `pnpm bench:recipe` found; stored as tooling/benchmarks/results/recipe.json. No times: results do not depend on
 * the machine.
 */
export interface RecipeResult {
  readonly machine: Machine;
  readonly command: string;
  /** The engine and build that trained, e.g. `wasm (simd)`. */
  readonly engine: string;
  /** The net, e.g. 30 → 1024 → 1024 → 1024 → 2. */
  readonly widths: readonly number[];
  readonly epochs: number;
  readonly testRows: number;
  readonly runs: readonly RecipeRun[];
}
