// Doors of the sparse module. Memory is given from outside, shared by all threads of a program; see layout.ts.

import { forwardThread } from './forward';
import { nextJob, startJob, stopWorkers } from './sync';

export { readRows, readStreams } from './read-bandwidth';
export { forwardSmall } from './small';
export { stopWorkers } from './sync';

/** Thread 0: wakes the workers, does its part, returns when the outputs are complete. */
export function forward(): void {
  startJob();
  forwardThread(0);
}

/** Any other thread: serves jobs until `stopWorkers`. */
export function work(thread: i32): void {
  let seen = 0;
  while (true) {
    seen = nextJob(seen);
    if (seen < 0) return;
    forwardThread(thread);
  }
}
