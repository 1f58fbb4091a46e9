import { afterEach, expect, test, vi } from 'vitest';
import { stopOnSignals, stopSignals } from './stop-on-signals.js';

afterEach(() => vi.restoreAllMocks());

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  'a first %s aborts, with exit code %i; a second signal exits at once with the same code',
  (signal, code) => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const listeners = stopSignals.map((name) => process.listenerCount(name));
    const stopping = stopOnSignals();
    expect([stopping.signal.aborted, stopping.exitCode()]).toEqual([false, undefined]);
    process.emit(signal, signal);
    expect([stopping.signal.aborted, stopping.exitCode()]).toEqual([true, code]);
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT', 'SIGINT');
    expect(exit).toHaveBeenCalledWith(code);
    stopping.release();
    expect(stopSignals.map((name) => process.listenerCount(name))).toEqual(listeners);
  },
);
