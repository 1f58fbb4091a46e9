// Doors of the sparse module. Memory is given from outside, shared by all threads of a program; see layout.ts.

import { forwardAlone, forwardThread } from './forward';
import { rowCount, workOfRow } from './layout';
import { nextJob, startJob, stopWorkers } from './sync';

export { readRows, readStreams } from './read-bandwidth';
export { forwardSmall } from './small';
export { stopWorkers } from './sync';

/**
 * Calls of fewer products (some 200 µs) are done by one thread: waking another costs as much as it saves. By the number of rows and
 * what a row took last time, since how many units will be active is not known before.
 */
const ALONE_BELOW: f64 = 1_000_000;

/** Thread 0: wakes the workers if it pays, does its part, returns when the outputs are complete. */
export function forward(): void {
  const expected = workOfRow() * <f64>rowCount();
  if (expected > 0 && expected < ALONE_BELOW) return forwardAlone();
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
