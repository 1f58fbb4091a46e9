// Synchronisation of the threads of one program. Every word has its own cache line.
//
//   0    job        number of the current job; a change wakes the workers
//   64   asleep     how many workers sleep on `job`
//   128  arrived    threads at the barrier
//   192  round      number of barriers passed
//   256  waiting    how many threads sleep on `round`
//   320  stop       1: workers leave their loop at the next job
//
// A thread spins for a bounded time (threads have equal work, so waits are usually short), then sleeps until it is
// notified: an idle session costs no CPU. Lost wake-ups are impossible: `wait` compares the word with the previously
// loaded value.

import { mayBlock, threads } from './layout';

const JOB: usize = 0;
const ASLEEP: usize = 64;
const ARRIVED: usize = 128;
const ROUND: usize = 192;
const WAITING: usize = 256;
const STOP: usize = 320;

/**
 * About 80 µs: within a call, while another thread finishes its columns. Longer spinning would only take time from
 * other processes on that core.
 */
const BARRIER_SPINS: i32 = 100_000;
/** About 50 µs: between calls, for as long as a caller that awaits each call takes to its next one. */
const IDLE_SPINS: i32 = 62_500;

/** Returns when `word` no longer equals `seen`. */
function awaitChange(word: usize, sleepers: usize, seen: i32, spins: i32): void {
  for (let spin = 0; spin < spins; spin++) {
    if (atomic.load<i32>(word) != seen) return;
  }
  while (atomic.load<i32>(word) == seen) {
    if (!mayBlock()) continue;
    atomic.add<i32>(sleepers, 1);
    atomic.wait<i32>(word, seen, -1);
    atomic.sub<i32>(sleepers, 1);
  }
}

/** Changes `word` and wakes the threads that sleep on it. */
function announce(word: usize, sleepers: usize): void {
  atomic.add<i32>(word, 1);
  if (atomic.load<i32>(sleepers) > 0) atomic.notify(word, -1);
}

/** Barrier: returns when all threads of the program have arrived. */
export function barrier(): void {
  const all = threads();
  if (all == 1) return;
  const round = atomic.load<i32>(ROUND);
  if (atomic.add<i32>(ARRIVED, 1) + 1 == all) {
    atomic.store<i32>(ARRIVED, 0);
    announce(ROUND, WAITING);
  } else {
    awaitChange(ROUND, WAITING, round, BARRIER_SPINS);
  }
}

/** Starts a job. Called by thread 0, which takes part in it. */
export function startJob(): void {
  if (threads() > 1) announce(JOB, ASLEEP);
}

/** Tells the workers to exit. */
export function stopWorkers(): void {
  atomic.store<i32>(STOP, 1);
  announce(JOB, ASLEEP);
}

/** Waits for the job after `seen`. Returns its number, or −1 to exit. */
export function nextJob(seen: i32): i32 {
  awaitChange(JOB, ASLEEP, seen, IDLE_SPINS);
  return atomic.load<i32>(STOP) ? -1 : atomic.load<i32>(JOB);
}
