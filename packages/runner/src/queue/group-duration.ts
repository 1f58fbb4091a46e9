/**
 * Groups for each thread: at the end of a study threads wait for the last group for half of a group on average, a
 * fiftieth of the time.
 */
const groupsPerThread = 24;

/** Shortest group in seconds. Between two groups a thread waits for some round trips, which takes milliseconds. */
const shortestGroup = 0.25;

/**
 * The estimated seconds of a group of runs: so short that all threads end at about the same time, so long that a thread
 * seldom waits for the queue.
 *
 * @param total - estimated seconds of all runs on one thread
 * @param threads - of the workers that are connected; zero while none is
 * @param longest - longest group in seconds
 */
export function groupDuration(total: number, threads: number, longest: number): number {
  return Math.min(longest, Math.max(shortestGroup, total / (groupsPerThread * Math.max(1, threads))));
}
