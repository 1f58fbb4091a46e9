import type { Machine } from './machine.js';

/** What `pnpm bench:sparse:against` found; stored as tooling/benchmarks/results/sparse-against.json. */
export interface AgainstResult {
  readonly machine: Machine;
  readonly command: string;
  /** Commit of the other clone. */
  readonly before: string;
  readonly calls: readonly AgainstCall[];
}

/** One kind of call: times of the other build and of a second copy of this one, as multiples of this build's time. */
export interface AgainstCall {
  readonly case: string;
  /** Title of the set of inputs. */
  readonly inputs: string;
  readonly threads: number;
  readonly batch: number;
  /** Other build / this build: above 1, this build is faster. */
  readonly before: number;
  /** This build again / this build: the spread of the measurement. */
  readonly again: number;
  /** onnxruntime's dense run / this build. */
  readonly overOnnxRuntime: number;
}
