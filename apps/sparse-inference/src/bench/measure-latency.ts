/** Percentiles of the time of a call, in microseconds. */
export interface Percentiles {
  readonly median_us: number;
  readonly p90_us: number;
  readonly p99_us: number;
  readonly calls: number;
}

/** Number of warm-up calls, and the least number of measured calls. */
const [warmUpCalls, leastCalls] = [30, 30];

/**
 * Times calls one by one, each with the next of the inputs, after a warm-up.
 *
 * @param call - makes call number n; a promise is awaited
 * @param seconds - time to measure for; a tenth of it is warm-up
 */
export async function measureLatency(
  call: (index: number) => Promise<unknown> | unknown,
  seconds: number,
): Promise<Percentiles> {
  let index = 0;
  const warm = performance.now() + seconds * 100;
  while (index < warmUpCalls || performance.now() < warm) await call(index++);
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  for (let now = performance.now(); now < end || times.length < leastCalls; ) {
    const pending = call(index++);
    // Synchronous calls must not include a turn of the event loop.
    if (pending instanceof Promise) await pending;
    const after = performance.now();
    times.push((after - now) * 1000);
    now = performance.now();
  }
  return percentilesOf(times);
}

/** Nearest-rank percentiles. */
export function percentilesOf(times: readonly number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { median_us: at(0.5), p90_us: at(0.9), p99_us: at(0.99), calls: sorted.length };
}
