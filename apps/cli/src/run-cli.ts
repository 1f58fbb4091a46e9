import { runCommandLine } from '@reluctant/command-line';
import type { ThreadReserve } from '@reluctant/runner';
import { createProgram, flagNames } from './program.js';

/**
 * Runs the command line and gives the exit code: 0 done, 1 failure, 2 wrong usage, 130 after Ctrl-C.
 *
 * @param args - what stands behind the program's name
 * @param threads - training threads, started or not
 */
export function runCli(args: readonly string[], threads: ThreadReserve): Promise<number> {
  return runCommandLine({
    name: 'reluctant',
    args,
    flagNames,
    createProgram: (exitWith) => createProgram(threads, exitWith),
  });
}
