// Doors of the sparse module. Memory is given from outside, shared by all threads of a program; see layout.ts.

import { forwardThread } from './forward';
import { nextJob, startJob, stopWorkers } from './sync';

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

/** Reads `bytes` (a multiple of 64) as four streams, as the products do, and only adds: for measuring bandwidth. */
export function readStreams(from: usize, bytes: usize): f32 {
  const quarter = bytes >> 2;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  for (let at = from, end = from + quarter; at < end; at += 16) {
    a = f32x4.add(a, v128.load(at));
    b = f32x4.add(b, v128.load(at + quarter));
    c = f32x4.add(c, v128.load(at + 2 * quarter));
    d = f32x4.add(d, v128.load(at + 3 * quarter));
  }
  const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
}
