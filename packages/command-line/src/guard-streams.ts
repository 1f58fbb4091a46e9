import { describe } from '@reluctant/errors';

/**
 * Makes a program behave as Unix tools do when its output cannot be written. Call it once, before any output.
 *
 * - stdout: when the reader closes the pipe, as in `… | head`, the program exits with code 0. After any other error,
 *   such as that of a full disk, it prints one sentence and exits with code 1.
 * - stderr: errors are ignored. Nobody can be told, and the work must not be lost because of progress that nobody
 *   reads.
 *
 * @param name - of the program, printed before the error
 */
export function guardStreams(name: string): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`${name}: cannot write to stdout: ${describe(error)}\n`);
    process.exit(1);
  });
}
