import type { Stopping } from '@reluctant/command-line';

/**
 * Does work that draws pictures until it ends or a signal stops it, which is said on stderr.
 *
 * @param remedy - how the missing pictures are drawn, for the sentence
 * @param work - ends with an exit code, or with the reason of the signal
 * @returns the exit code
 */
export async function untilStopped(
  { signal, exitCode }: Stopping,
  remedy: string,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const code = exitCode();
    if (code === undefined || error !== signal.reason) throw error;
    process.stderr.write(`reluctant: stopped while drawing: ${remedy}\n`);
    return code;
  }
}
