import type { Machine } from './machine.js';

/** Microseconds per training step of one engine: width → activation → median. */
export interface EngineSteps {
  readonly name: string;
  /** Module build, backend or version. */
  readonly build: string;
  readonly steps: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What `pnpm bench:train` found; stored as tooling/benchmarks/results/train.json. Medians over the repeats. */
export interface TrainResult {
  readonly machine: Machine;
  readonly command: string;
  readonly repeats: number;
  readonly engines: readonly EngineSteps[];
}

/** Display names of the engines. */
export const engineTitles: Readonly<Record<string, string>> = {
  wasm: 'reluctant wasm',
  plain: 'plain JavaScript',
  'tfjs-wasm': 'TensorFlow.js wasm',
  'tfjs-node': 'TensorFlow.js node',
  torch: 'PyTorch, one thread',
};
