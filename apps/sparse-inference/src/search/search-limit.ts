import type { ChosenBy } from './contenders.js';

/** When a search ends, as a user wants it, and which trial is deployed. `budget` is in milliseconds. */
export type SearchSettings = ({ readonly trials: number } | { readonly budget: number }) & {
  readonly choose: ChosenBy;
};

/** When a search ends. */
export interface SearchLimit {
  /** Trials at the start of brackets; undefined: until the time is over. */
  readonly trials: number | undefined;
  /** Whether there is time for a training of so much work. Asked before each training but the first. */
  hasTimeFor(work: number): boolean;
  /** Is told how long a training of so much work took. */
  took(work: number, seconds: number): void;
  /** Aborts a training when the time is over; undefined without a limit. */
  signal(): AbortSignal | undefined;
  /** What a line of progress says about the time left. */
  timeLeft(done: number): string;
}

/** A search of a fixed number of trials: the same trials and the same choice for the same seed. */
export function trialLimit(trials: number): SearchLimit {
  return {
    trials,
    hasTimeFor: () => true,
    took: () => undefined,
    signal: () => undefined,
    timeLeft: (done) => `${done} of ${trials} trials begun`,
  };
}

/**
 * A search within a time. How many trials there are depends on the machine and on what else it does, so the choice is
 * not reproducible.
 *
 * @param milliseconds - from now on
 * @param now - a clock in milliseconds
 */
export function timeLimit(milliseconds: number, now: () => number = () => performance.now()): SearchLimit {
  const end = now() + milliseconds;
  let [work, seconds] = [0, 0];
  return {
    trials: undefined,
    hasTimeFor: (next) => now() + (work === 0 ? 0 : (1000 * seconds * next) / work) <= end,
    took: (own, time) => {
      work += own;
      seconds += time;
    },
    signal: () => AbortSignal.timeout(Math.max(0, Math.ceil(end - now()))),
    timeLeft: () => `${Math.max(0, Math.ceil((end - now()) / 1000))} s left`,
  };
}
