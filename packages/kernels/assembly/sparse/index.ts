// Exports of the sparse module. The memory is imported and shared by all threads of a program; see layout.ts.

import { forwardAlone, forwardThread } from './forward';
import { PRODUCTS_FOR_THREADS, rowCount, workOfRow } from './layout';
import { nextJob, startJob, stopWorkers } from './sync';

export { setControl } from '../generated/sparse';
export { packScreen } from './pack-screen';
export { readRows, readStreams } from './read-bandwidth';
export { forwardSmall } from './small';
export { stopWorkers } from './sync';

/**
 * Thread 0: wakes the workers if the work is large enough, executes its part, and returns when the outputs are
 * complete. The work is estimated from the number of rows and the products per row of the last call, because the number
 * of active units is not known in advance.
 */
export function forward(): void {
  const expected = workOfRow() * <f64>rowCount();
  if (expected > 0 && expected < PRODUCTS_FOR_THREADS) return forwardAlone();
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
