import { constants } from 'node:os';

/** Signals that ask a program to stop: Ctrl-C, what service managers send, and a terminal that is closed. */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Exit code after a signal by the convention of shells, 128 + its number: 130 after Ctrl-C (SIGINT), 143 after SIGTERM,
 * 129 after SIGHUP.
 */
export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** Work that signals stop. */
export interface Stopping {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /** Exit code after the first signal; undefined before it. */
  exitCode(): number | undefined;
  /** Stops listening. */
  release(): void;
}

/** A first {@link stopSignals signal} aborts, so that work stops cleanly; a second one ends the process immediately. */
export function stopOnSignals(): Stopping {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (exitCode !== undefined) process.exit(exitCode);
    exitCode = signalExitCode(signal);
    controller.abort();
  };
  for (const signal of stopSignals) process.on(signal, stop);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    release() {
      for (const signal of stopSignals) process.off(signal, stop);
    },
  };
}
