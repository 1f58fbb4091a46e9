// Made by scripts/build.mjs from assembly/: do not edit.

/** What an instance of the module exports. */
export interface Exports {
  forward(): void;
  work(thread: number): void;
  readRows(from: number, bytes: number, index: number, count: number): number;
  readStreams(from: number, bytes: number): number;
  forwardSmall(): void;
  stopWorkers(): void;
}
