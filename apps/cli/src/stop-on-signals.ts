/**
 * A first Ctrl-C (or SIGTERM) aborts the signal, so that work stops cleanly; a second one ends the process immediately.
 *
 * @param exitCode - exit code after the second signal
 */
export function stopOnSignals(exitCode: number): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCode);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
